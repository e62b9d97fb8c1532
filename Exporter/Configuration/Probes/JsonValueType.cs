namespace Exporter.Configuration.Probes;

/// <summary>Types of JSON values, named as in the file: <c>object</c>, <c>array</c>, <c>string</c>, <c>number</c>, <c>boolean</c>, <c>null</c>.</summary>
internal enum JsonValueType
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}
