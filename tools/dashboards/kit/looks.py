"""What a value looks like: colours, thresholds, texts for numbers, and what differs for the fields of one name."""

# One colour means one thing on every dashboard.
GOOD, NOTICE, WARNING, BAD, NEUTRAL = "green", "yellow", "orange", "red", "blue"


def steps(*pairs):
    """Thresholds: the colour below the first number, then number and colour, in turn."""
    first, *rest = pairs
    made = [{"color": first, "value": None}]
    made += [{"color": colour, "value": number} for number, colour in zip(rest[::2], rest[1::2])]
    return {"mode": "absolute", "steps": made}


def mapping(values):
    """Numbers to texts with a colour: {1: ("ok", GOOD)}."""
    options = {
        str(number): {"color": colour, "index": index, "text": text}
        for index, (number, (text, colour)) in enumerate(values.items())
    }
    return {"type": "value", "options": options}


def nan_means(text):
    """What 0 / 0 is called: nothing was asked, so there is no share and no mean."""
    return {"type": "special", "options": {"match": "null+nan", "result": {"color": "text", "index": 99, "text": text}}}


# What stands for "exists, but does not tell": no reading is as low.
ABSENT = -999

# A share of nothing; and a thing that this card, server or kernel does not tell, which is not the same as no data.
NONE_ASKED = nan_means("None asked")
NOT_AVAILABLE = mapping({ABSENT: ("N/A", "text")})


def override(name, regex=False, **properties):
    """What differs for the fields of one name; in the properties' names _ stands for the dot."""
    matcher = {"id": "byRegexp" if regex else "byName", "options": name}
    return {"matcher": matcher, "properties": [{"id": key.replace("_", ".", 1), "value": value} for key, value in properties.items()]}


def coloured(**colours):
    """A fixed colour for each of some series."""
    return [override(name, color={"mode": "fixed", "fixedColor": colour}) for name, colour in colours.items()]


def dashed(name, colour=BAD):
    """A limit or a promise among measured series: a dashed line without area."""
    return override(
        name,
        regex=True,
        color={"mode": "fixed", "fixedColor": colour},
        custom_lineStyle={"dash": [8, 6], "fill": "dash"},
        custom_fillOpacity=0,
        custom_stacking={"group": "A", "mode": "none"},
    )


def column(unit="none", thresholds=None, mappings=(), decimals=None, colour="color-text", width=None):
    """Properties of a table's field."""
    properties = {"unit": unit}
    if mappings:
        properties["mappings"] = list(mappings)
    if decimals is not None:
        properties["decimals"] = decimals
    if thresholds:
        properties["thresholds"] = thresholds
        properties["custom_cellOptions"] = {"type": colour}
    elif mappings and colour != "auto":
        properties["custom_cellOptions"] = {"type": colour}
    if width:
        properties["custom_width"] = width
    return properties


def link_to(uid, title, **fields):
    """A link of a table's field to another dashboard, with the row's own labels as its variables."""
    chosen = "".join(f"&var-{variable}=${{__data.fields.{field}}}" for variable, field in fields.items())
    return {"targetBlank": False, "title": title, "url": f"/d/{uid}?${{datasource:queryparam}}&${{job:queryparam}}&${{__url_time_range}}{chosen}"}
