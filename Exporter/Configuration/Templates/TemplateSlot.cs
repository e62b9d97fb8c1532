namespace Exporter.Configuration.Templates;

/// <summary>What can stand between <c>${</c> and <c>}</c>.</summary>
internal enum TemplateSlot
{
    /// <summary><c>nonce</c>: sixteen hexadecimal digits, new for every request.</summary>
    Nonce,

    /// <summary><c>time</c>: Unix time of the request in whole seconds.</summary>
    Time,

    /// <summary><c>case</c>: one of <c>cases</c>.</summary>
    Case,
}
