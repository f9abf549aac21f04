"""Pictures that lie under a draft, kept beside it: a draft is read at every click, they are not."""
