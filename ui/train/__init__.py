"""The pieces of the page on which recipes are taught."""
