"""ConflictDB's domain and Django project. It knows nothing of ``api``, which builds on it."""
