"""How what was found looks."""

from rest_framework import serializers


class HighlightSerializer(serializers.Serializer):
    """A text of the record in which words were found."""

    field = serializers.CharField(
        help_text="Which of the record's fields it is: name, names, title, summary or gist."
    )
    text = serializers.CharField(
        help_text="The text, or a part of a long one, as HTML: escaped, words found in `<mark>`."
    )


class SearchResultSerializer(serializers.Serializer):
    """A record that was found."""

    resource = serializers.CharField(help_text="Its resource, as in addresses.")
    slug = serializers.CharField(help_text="Identifier of the record.")
    title = serializers.CharField(help_text="Its name, title or gist.")
    kind = serializers.CharField(allow_null=True, help_text="Its kind, where it has one.")
    rank = serializers.FloatField(
        help_text="How well it fits, for comparison within one answer only."
    )
    highlights = HighlightSerializer(many=True, help_text="Where the words were found.")
    url = serializers.URLField(help_text="Address of the record.")


class SearchPageSerializer(serializers.Serializer):
    """One page of what was found, the best first."""

    next = serializers.URLField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.URLField(allow_null=True, help_text="Address of the page before.")
    count = serializers.IntegerField(
        required=False, help_text="With `count=true`: how many records match."
    )
    results = SearchResultSerializer(many=True, help_text="The records of this page.")
