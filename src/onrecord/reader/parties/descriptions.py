"""Whom a description means: "the Dutch foreign minister", "the alliance", "the ministry", "both leaders"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.houses import governing
from onrecord.reader.parties.phrases import conjuncts, name_of, objects_of, owner_tokens, premodifiers

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member, Mention
    from onrecord.reader.parties.scene import Scene
    from onrecord.records import PartyKind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def is_place(scene: Scene, mention: Mention) -> bool:
    """True for names of places that are no parties, and for a capital that something is in, at or from."""
    if mention.member.place:
        return True
    last = scene.doc[mention.end - 1]
    return mention.form == "capital" and last.dep_ == "pobj" and last.head.lower_ in scene.words["placed"]


def is_definite(scene: Scene, head: Token) -> bool:
    """True for "the", "this", a possessor, or a title that stands alone as a name."""
    lefts = tuple(head.lefts)
    if any(child.dep_ == "det" and child.lower_ not in scene.words["definite"] for child in lefts):
        return False
    pointed = any(child.lower_ in scene.words["definite"] or child.dep_ == "poss" for child in lefts)
    return pointed or (head.text[0].isupper() and not head.is_sent_start and head.pos_ == "PROPN")


def owners_of(scene: Scene, head: Token) -> tuple[Member, ...]:
    """Whose it is, by the names before the noun and behind "of"; places say nothing."""
    found = []
    employed = scene.words.joined("official", "office", "staff")
    behind = scene.words["of"] if head.lower_ in employed else scene.words["whose"]
    after = [*objects_of(head, behind)]
    for token in (*owner_tokens(head), *after, *(deeper for outer in after for deeper in objects_of(outer, behind))):
        mention = scene.cast.at(token.i)
        if token.tag_ == "WP$":  # "the party, whose leader said"
            clause = next((over for over in token.ancestors if over.dep_ == "relcl"), None)
            mention = scene.cast.at(clause.head.i) if clause is not None else None
        if mention is None and token.lower_ in scene.words["generic"]:  # "of the M23 movement"
            mention = next((m for part in premodifiers(token) if (m := scene.cast.at(part.i)) and not m.weak), None)
        if mention and not mention.member.place and mention.member not in found:
            found.append(mention.member)
    return tuple(found)


def find_described(scene: Scene, head: Token) -> Member | None:
    """The one of the cast that a definite description means, the nearest earlier that fits; None where none does."""
    word, words = head.lower_, scene.words
    if _is_own_name(scene, head):
        return None
    if not is_definite(scene, head) or any(token.lower_ in words["contrasting"] for token in head.lefts):
        return None
    owners = owners_of(scene, head)
    if word in words["state_itself"] and not owners:
        return _government(scene, head)
    if word in words["presidential"] and not owners:
        return _presidency(scene, head)
    if word in words["state_noun"] and not owners and any(True for _ in objects_of(head, words["whose"])):
        return None  # "the state of emergency"
    fitting = {m for m in scene.cast.members if _called(scene, m, word)}
    if not fitting and not owners:
        behind = [m for m in scene.cast.behind if word in m.types]
        if len(behind) == 1:
            return behind[0]
    if not fitting and word in words["business"]:
        fitting = {m for m in scene.cast.members if m.kind == "organisation" and m.types & words["business"]}
    if not fitting and word in words["generic"] and not premodifiers(head):
        loose = [
            m
            for m in scene.cast.members
            if not (m.id or m.place) and m.types <= words["company"] and _is_actor(scene, m)
        ]
        fitting = {m for m in loose if m.kind == "organisation"} or {m for m in loose if m.kind == "unknown"}
    if owners and word not in words["state_noun"]:
        houses = {owner.for_ for owner in owners} - {None}
        of_house = {m for m in fitting if m.for_ in houses and m not in owners}
        based = word in words["generic"] and all(owner.kind == "state" for owner in owners)
        fitting = of_house or ({m for m in fitting if m.for_ == m.name} if based else set())  # "the US firm"
    modifiers = {token.lower_ for token in premodifiers(head)} & words["qualifier"]
    fitting = {m for m in fitting if modifiers <= set((m.role or " ".join(m.types)).split()) or m.kind == "state"}
    fitting = {m for m in fitting if _may_be_called(m, head, scene)}
    lesser = words["lesser"] - {token.lower_ for token in head.lefts}
    fitting = {m for m in fitting if not lesser & set((m.role or "").split())}  # "the president" is no vice president
    return _nearest(scene, head, fitting)


def _is_own_name(scene: Scene, head: Token) -> bool:
    """True for "the Coalition for Open Software", which is a name and describes nobody else."""
    named = head.pos_ == "PROPN" and head.text[0].isupper()
    return named and any(
        part.pos_ == "PROPN" and not scene.cast.at(part.i)
        for part in objects_of(head, scene.words["body_link"] - scene.words["whose"])
    )


def _name_behind(head: Token) -> str:
    """The rest of such a name: " for Open Software"."""
    end = head.i + 1
    while end < len(head.doc) and (head.doc[end].pos_ in {"ADP", "DET", "CCONJ"} or head.doc[end].pos_ == "PROPN"):
        end += 1
    while head.doc[end - 1].pos_ != "PROPN":
        end -= 1
    return f" {head.doc[head.i + 1 : end].text}" if end > head.i + 1 else ""


def _government(scene: Scene, head: Token) -> Member | None:
    """The state that "the government" means where no name stands by it."""
    state = governing(scene.cast, head, scene.words)
    return next((member for member in scene.cast.members if member.kind == "state" and member.for_ == state), None)


def _presidency(scene: Scene, head: Token) -> Member | None:
    """As in "the administration": the president's that the article names, the nearest before."""
    for mention in scene.cast.before(head.i):
        member = mention.member
        if head.lower_ in member.types and member.kind == "organisation" and member.id is None:
            return member
        state = scene.cast.main is not None and member.for_ == scene.cast.main.for_
        if member.types & scene.words["president"] and not member.former and state:
            return scene.describe(f"{member.name.split()[-1]} {head.lower_}", member.for_, "organisation")
    return None


def _is_actor(scene: Scene, member: Member) -> bool:
    """True for whom the article names twice or has do something: "the Lenten break" is no company."""
    mentions = [mention for mention in scene.cast.mentions if mention.member is member]
    return len(mentions) > 1 or any(scene.doc[mention.end - 1].dep_ in SUBJECTS for mention in mentions)


def _called(scene: Scene, member: Member, word: str) -> bool:
    if member.kind == "state":
        return word in scene.words["state_noun"] and word not in scene.words["state_itself"]
    return any(type_ == word or type_.endswith(f" {word}") for type_ in member.types)


def _may_be_called(member: Member, head: Token, scene: Scene) -> bool:
    """False for a body with a name of several words that the description's own words contradict: "the electoral council"
    is no security council.
    """
    words, name = scene.words, member.name.lower().split()
    if member.kind != "organisation" or head.lower_ not in words["organ"] or len(name) < 2 or head.lower_ not in name:
        return True
    said = {
        token.lower_
        for token in premodifiers(head)
        if token.tag_ == "JJ" and token.ent_type_ not in {"NORP", "GPE"} and token.nbor().text != "-"
    }
    return not said - words["vague"] - words["qualifier"] - set(name)


def _nearest(scene: Scene, head: Token, fitting: set[Member]) -> Member | None:
    best: tuple[float, Member] | None = None
    for mention in scene.cast.before(head.i):
        if mention.member not in fitting or mention.weak:
            continue
        away = scene.sentence_of[head.i] - scene.sentence_of[mention.start]
        named = scene.doc[mention.start : mention.end]
        subject = any(token.dep_ in SUBJECTS for token in named) or named[-1].head.dep_ in SUBJECTS
        score = -away + (1.5 if subject else 0.0)
        if best is None or score > best[0]:
            best = (score, mention.member)
    return best[1] if best else None


def as_named(scene: Scene, head: Token) -> Member:
    """The party as the text names it, with its kind, and for whom it speaks where a name stands by it."""
    words, lower = scene.words, head.lower_
    inner = next(objects_of(head, words["whose"]), None) if lower in words["unnamed_part"] else None
    if inner is not None and (inner.pos_ == "NOUN" or inner.tag_ == "NNPS"):
        return as_named(scene, inner)  # "some of the protesters", "a number of Senators"
    owners = owners_of(scene, head)
    name = name_of(head, scene.cast, words) or head.text
    if _is_own_name(scene, head):
        name += _name_behind(head)
        return scene.describe(name, name, "organisation")
    for_ = next((owner.for_ for owner in owners if owner.for_ and _speaks_for(scene, head, owner)), None)
    if any(len(conjuncts(owner)) > 1 for owner in objects_of(head, words["whose"])):
        for_ = None  # "the leaders of Chad and Niger"
    if for_ is None and not owners and lower in words["spokes"]:
        body = any(token.lower_ in words["organ"] for token in premodifiers(head))
        for_ = governing(scene.cast, head, words) if body else _house(scene, head)
    if for_ is None and not owners and lower in words["state_body"] and is_definite(scene, head):
        for_ = governing(scene.cast, head, words)
    return scene.describe(name, for_, kind_of(scene, head))


def is_party(scene: Scene, head: Token) -> bool:
    """True for nouns of people and bodies, which alone can be parties where no name stands."""
    words = scene.words
    known = (
        words["office"]
        | words["anonymous"]
        | words["collective"]
        | words["organ"]
        | words["generic"]
        | words["official"]
    )
    if head.lower_ in words["generic"] and head.lower_ not in words.joined("collective", "organ"):
        inner = next(objects_of(head, words["whose"]), None)
        if inner is not None and inner.pos_ == "NOUN" and inner.tag_ == "NNS" and not is_party(scene, inner):
            return False  # "the publication of figures"
    return bool({head.lower_, head.lemma_.lower()} & known)


def _speaks_for(scene: Scene, head: Token, owner: Member) -> bool:
    """Officials and bodies speak for their state or house; scientists for their institute, not for their country."""
    words, forms = scene.words, {head.lower_, head.lemma_.lower()}
    if forms & words.joined("official", "organ", "government_office") or _is_acronym(head):
        return True  # "the Belarusian KGB"
    return owner.kind not in {"state", "person"} and bool(forms & words.joined("office", "staff"))


def kind_of(scene: Scene, head: Token) -> PartyKind:
    """The kind of a described party by its noun and number."""
    words, lower = scene.words, head.lower_
    if lower in words["anonymous"]:
        return "anonymous"
    if lower in words["collective"] or head.tag_ in {"NNS", "NNPS"}:
        return "collective"
    if lower in words["office"]:
        return "person"
    return "organisation" if lower in words.joined("organ", "generic") or _is_acronym(head) else "unknown"


def _is_acronym(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.is_upper and len(token) > 2


def _house(scene: Scene, head: Token) -> str | None:
    """For whom a bare "spokesperson" or "officials" speak: the house that acts in this sentence or the one before."""
    for mention in scene.cast.before(head.i):
        if scene.sentence_of[head.i] - scene.sentence_of[mention.start] > 1:
            return None
        last = scene.doc[mention.end - 1]
        if mention.member.kind in {"state", "organisation"} and not mention.weak and last.dep_ in SUBJECTS:
            return mention.member.for_
    return None
