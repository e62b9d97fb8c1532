using System.Collections;
using System.Reflection;
using Exporter.Configuration;

namespace Exporter.Tests.Configuration;

/// <summary>All configurations that differ from a given one in exactly one property of one record, found by reflection so that a new property cannot be forgotten.</summary>
internal static class ConfigVariants
{
    /// <summary>The path is the way through records, such as <c>/ExporterConfig/GpuConfig.Interval</c>.</summary>
    public static IEnumerable<(string Path, ExporterConfig Config)> Of(ExporterConfig config) =>
        OfRecord(config, "").Select(static variant => (variant.Path, (ExporterConfig)variant.Value));

    private static IEnumerable<(string Path, object Value)> OfRecord(object record, string path)
    {
        path += "/" + record.GetType().Name;
        foreach (var property in record.GetType().GetProperties().Where(static property => property.CanWrite))
        {
            foreach (var (where, value) in OfValue(property.GetValue(record), property.PropertyType, path, property.Name))
            {
                yield return (where, With(record, property, value));
            }
        }
    }

    private static IEnumerable<(string Path, object? Value)> OfValue(object? value, Type type, string path, string name)
    {
        if (type.GetMethod("<Clone>$") is not null)
        {
            // A section that is absent here is present elsewhere in the full configuration.
            return value is null ? [] : OfRecord(value, path).Select(static variant => (variant.Path, (object?)variant.Value));
        }

        return value is not null && value.GetType().IsGenericType && value.GetType().GetGenericTypeDefinition() == typeof(ValueList<>)
            ? OfList((IList)((IEnumerable)value).Cast<object>().ToList(), value.GetType(), path, name)
            : [($"{path}.{name}", Changed(value, type))];
    }

    private static IEnumerable<(string Path, object? Value)> OfList(IList items, Type type, string path, string name)
    {
        var element = type.GetGenericArguments()[0];
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var (where, value) in OfValue(items[i], element, path, name))
            {
                yield return (where, Make(type, element, items.Cast<object?>().Select((item, index) => index == i ? value : item)));
            }
        }

        if (element == typeof(string))
        {
            yield return ($"{path}.{name}", Make(type, element, items.Cast<object?>().Append("more")));
        }
    }

    private static object Make(Type type, Type element, IEnumerable<object?> items)
    {
        var array = items.ToArray();
        var typed = Array.CreateInstance(element, array.Length);
        array.CopyTo(typed, 0);
        return Activator.CreateInstance(type, typed)!;
    }

    private static object With(object record, PropertyInfo property, object? value)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static object Changed(object? value, Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => Enum.GetValues(choice).Cast<object>().First(other => !other.Equals(value)),
        var t when t == typeof(string) => value + "x",
        var t when t == typeof(bool) => value is not true,
        var t when t == typeof(int) => (int)(value ?? 0) + 1,
        var t when t == typeof(long) => (long)(value ?? 0L) + 1,
        var t when t == typeof(double) => (double)(value ?? 0.0) + 0.125,
        var t when t == typeof(TimeSpan) => (TimeSpan)value! + TimeSpan.FromTicks(1),
        var t when t == typeof(Uri) => new Uri((value ?? "http://x/") + "x/"),
        var t => throw new NotSupportedException($"Teach {nameof(ConfigVariants)} to change a {t}."),
    };
}
