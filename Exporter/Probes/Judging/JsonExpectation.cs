using System.Globalization;
using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Judging;

/// <summary>One check of one JSON value, ready to run.</summary>
internal sealed class JsonExpectation(JsonExpectConfig config)
{
    private readonly BoundedRegex? pattern = config.Matches is null ? null : new BoundedRegex(config.Matches);
    private readonly string wanted = $"JSON {Wanted(config)}";

    /// <summary>Judges a document.</summary>
    /// <returns>Null when it holds, else what is wrong in one line.</returns>
    public string? Violation(JsonElement root) => ProbeTranscript.Judged(wanted, Find(root));

    private string? Find(JsonElement root)
    {
        var exists = JsonPointer.TryFind(root, config.Pointer, out var value);
        if (config.Exists == false)
        {
            return exists ? $"{Place} exists" : null;
        }

        return exists ? TypeViolation(value) ?? TextViolation(value) ?? RangeViolation(value) ?? LengthViolation(value) : $"{Place} is missing";
    }

    private string Place => PlaceOf(config);

    private static string PlaceOf(JsonExpectConfig config) => config.Pointer.Length == 0 ? "the document" : config.Pointer;

    private static string Wanted(JsonExpectConfig config)
    {
        string?[] wanted =
        [
            config.Type is { } type ? $"is {Word(type)}" : null,
            config.EqualTo is { } text ? $"is '{text}'" : null,
            config.Matches is { } regex ? $"matches '{regex}'" : null,
            config.Min is { } min ? string.Create(CultureInfo.InvariantCulture, $"is at least {min}") : null,
            config.Max is { } max ? string.Create(CultureInfo.InvariantCulture, $"is at most {max}") : null,
            config.MinLength is { } least ? $"has at least length {least}" : null,
        ];
        var words = string.Join(", ", wanted.OfType<string>());
        return $"{PlaceOf(config)} {(config.Exists == false ? "is absent" : words.Length == 0 ? "exists" : words)}";
    }

    private string? TypeViolation(JsonElement value)
    {
        var type = TypeOf(value);
        return config.Type is { } wanted && wanted != type ? $"{Place} is {Word(type)}, not {Word(wanted)}" : null;
    }

    private string? TextViolation(JsonElement value)
    {
        if (config.EqualTo is null && pattern is null)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return $"{Place} is {Word(TypeOf(value))} and has no text";
        }

        var text = JsonText.StringOf(value) ?? value.GetRawText();
        if (config.EqualTo is not null && text != config.EqualTo)
        {
            return $"{Place} is '{text}', not '{config.EqualTo}'";
        }

        return pattern?.IsMatch(text) switch
        {
            null when pattern is not null => $"{Place} took too long to match '{pattern.Pattern}'",
            false => $"{Place} is '{text}', which does not match '{pattern!.Pattern}'",
            _ => null,
        };
    }

    private string? RangeViolation(JsonElement value)
    {
        if (config.Min is null && config.Max is null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            return $"{Place} is {Word(TypeOf(value))}, not number";
        }

        if (number < config.Min)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Place} is {number}, less than {config.Min}");
        }

        return number > config.Max ? string.Create(CultureInfo.InvariantCulture, $"{Place} is {number}, more than {config.Max}") : null;
    }

    private string? LengthViolation(JsonElement value)
    {
        if (config.MinLength is not { } least)
        {
            return null;
        }

        int? length = value.ValueKind switch
        {
            JsonValueKind.Array => value.GetArrayLength(),
            JsonValueKind.Object => value.GetPropertyCount(),
            JsonValueKind.String => TextLength.Of(JsonText.StringOf(value)!),
            _ => null,
        };
        if (length is null)
        {
            return $"{Place} is {Word(TypeOf(value))} and has no length";
        }

        return length < least ? $"{Place} has length {length}, less than {least}" : null;
    }

    private static JsonValueType TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonValueType.Object,
        JsonValueKind.Array => JsonValueType.Array,
        JsonValueKind.String => JsonValueType.String,
        JsonValueKind.Number => JsonValueType.Number,
        JsonValueKind.True or JsonValueKind.False => JsonValueType.Boolean,
        _ => JsonValueType.Null,
    };

    private static string Word(JsonValueType type) => type switch
    {
        JsonValueType.Object => "object",
        JsonValueType.Array => "array",
        JsonValueType.String => "string",
        JsonValueType.Number => "number",
        JsonValueType.Boolean => "boolean",
        JsonValueType.Null => "null",
    };
}
