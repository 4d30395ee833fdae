"""Is this article about us, and why do we think so?"""
