"""What django-allauth asks of this site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.helpers import get_client_ip_address
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, and the admin is all there is to log in to."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords that failed are counted by address too (``lockout``).

        Allauth would count them by name alone, whereby anybody could keep somebody out.
        """

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_staff else None

    def get_client_ip(self, request: HttpRequest) -> str:
        return get_client_ip_address(request) or ""
