"""The demo shop and its launcher: Machi Goods, forty members, a year of purchases, three staff, and a wallet of cards.

May import everything of ours but the two programs, which it starts as processes of their own.
"""
