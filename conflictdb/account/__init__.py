"""One's own account: logging in, the second factor, how long a log-in lasts.

django-allauth does the work, with its pages in the admin's looks and only those that are needed
(``urls``); django-axes counts failures (``lockout``). The desks of other people's accounts are the
admin's.
"""
