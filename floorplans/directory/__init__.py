"""What the organisation's directory says of people and groups, and the tokens it says it with."""
