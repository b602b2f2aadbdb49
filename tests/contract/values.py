"""Values that a test may ask of every parameter, in the world of ``world``."""

from tests.contract import contract
from tests.contract.world import World

# What to ask of filters that name no records; those over records take slugs of both sorts.
VALUES = {
    "q": ["draft", "clashes", "sotk", "ministry"],
    "near": ["40.2,45.87&radius_km=1"],
    "bbox": ["45,40,46,41"],
    "value_gte": ["99"],
    "value_lte": ["400"],
    "speakers_gte": ["2", "3"],
    "country": ["AM"],
    "language": ["en"],
    "limit": ["1"],
    "ordering": ["slug", "-updated"],
    "known_at": ["2021-11-16", "2021-11-16T13:00:00Z"],
    "kind": [],  # see KINDS
    "speaker_kind": ["media"],
    "claimant_kind": ["media"],
    "family": ["casualty"],
    "topic": ["captivity", "deaths", "fighting"],
    "role": ["mediator", "host"],
    "has_claims": ["killed", "captured"],
    "act": ["denial"],
    "channel": ["press_statement"],
    "modality": ["actual"],
    "modifier": ["exact"],
    "polarity": ["asserts"],
    "certainty": ["stated"],
    "victim_class": ["undetermined"],
    "place_precision": ["1"],
    "reason": ["different_speakers", "different_scope"],
    "contested": ["true", "false"],
    "own_loss": ["true"],
    "checkable": ["true"],
}
KINDS = {
    "incidents": ["armed_clash"],
    "claims": ["captured", "killed"],
    "actors": ["media", "state"],
    "places": ["settlement"],
}
NAMED = {
    "incidents": "incident part_of about",
    "places": "place within",
    "documents": "document",
    "questions": "question",
    "actors": "actor side speaker speaker_side on_behalf_of addressee publisher via claimant "
    "claimant_side subject subject_side target agency part_of",
}


def values(world: World, resource: str, name: str) -> list[str]:
    """What to ask of a parameter."""
    if name in ("cursor", "radius_km", "count"):
        return []  # asked with others
    if name == "kind":
        return KINDS[resource]
    if name in VALUES:
        return VALUES[name]
    if name == "fields":
        return [",".join(contract.FIELDS[resource])]
    if name.endswith(("_after", "_before")):
        return ["2021-11-16", "2020-06-01"]
    if name == "slug":
        return [world.slugs[resource][0], f"draft-0-{resource.removesuffix('s')}"]
    (named,) = [
        target
        for target, names in NAMED.items()
        if name in names.split() and not (name == "part_of" and target != resource)
    ]
    one, other = world.slugs[named][:2]
    return [f"{one},{other}", other, f"draft-0-{named.removesuffix('s')}"]
