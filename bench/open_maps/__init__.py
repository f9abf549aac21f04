"""Open maps by the thousand: who looks, what they hear, and how soon."""
