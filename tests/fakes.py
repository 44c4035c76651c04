"""Small real classes that stand in for the outside where tests need to hold it still."""
