"""Questions of a pattern on a page: blank, answered or as they were sent, with what is wrong said in words."""
