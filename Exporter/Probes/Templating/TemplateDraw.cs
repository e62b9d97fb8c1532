using System.Text.Json;
using Exporter.Configuration.Templates;

namespace Exporter.Probes.Templating;

/// <summary>What the placeholders stand for in one request, the same wherever they occur in it.</summary>
internal sealed record TemplateDraw(string Nonce, string Time, string Case)
{
    /// <summary>As it is.</summary>
    public string Fill(Template template) => template.Fill(ValueOf);

    /// <summary>Inside a path or query.</summary>
    public string FillPath(Template template) => template.Fill(slot => Uri.EscapeDataString(ValueOf(slot)));

    /// <summary>Inside the strings of a JSON text; a body that is nothing but a case is that case.</summary>
    public string FillJson(Template template) => template.IsOnly(TemplateSlot.Case)
        ? Case
        : template.Fill(slot => JsonEncodedText.Encode(ValueOf(slot), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());

    private string ValueOf(TemplateSlot slot) => slot switch
    {
        TemplateSlot.Nonce => Nonce,
        TemplateSlot.Time => Time,
        TemplateSlot.Case => Case,
    };
}
