"""Causes of resent segments: plays with every kind of trouble, the truth about each resend, the analyzer's score."""
