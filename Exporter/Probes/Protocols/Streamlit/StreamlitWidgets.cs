using System.Globalization;
using Exporter.Configuration.Probes;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Google.Protobuf;

namespace Exporter.Probes.Protocols.Streamlit;

/// <summary>What there is on the page to type into and to press, and the message that does it.</summary>
internal sealed class StreamlitWidgets
{
    private readonly Dictionary<string, string> textInputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> buttons = new(StringComparer.Ordinal);
    private ChatInput? chatInput;

    /// <summary>Opens the session: the script runs as for a person who has just come to the page.</summary>
    public static byte[] FirstRun { get; } = new BackMsg { RerunScript = new ClientState() }.ToByteArray();

    /// <summary>As the server gives it; null where it does not.</summary>
    public string? Version { get; set; }

    public void Note(Element element)
    {
        switch (element.TypeCase)
        {
            case Element.TypeOneofCase.ChatInput:
                chatInput ??= element.ChatInput;
                break;
            case Element.TypeOneofCase.TextInput:
                textInputs.TryAdd(element.TextInput.Label, element.TextInput.Id);
                break;
            case Element.TypeOneofCase.TextArea:
                textInputs.TryAdd(element.TextArea.Label, element.TextArea.Id);
                break;
            case Element.TypeOneofCase.Button:
                buttons.TryAdd(element.Button.Label, element.Button.Id);
                break;
            default:
                break;
        }
    }

    /// <summary>Why the prompt cannot be sent; null where it can.</summary>
    public string? Objection(StreamlitProbeConfig config)
    {
        if (config.TextInput is null)
        {
            return chatInput switch
            {
                null => $"the page has no chat input; it has {Listed("text inputs", textInputs)}",
                { Disabled: true } => "the chat input of the page is disabled",
                _ => null,
            };
        }

        if (!textInputs.ContainsKey(config.TextInput))
        {
            return $"the page has no text input '{config.TextInput}'; it has {Listed("text inputs", textInputs)}";
        }

        return config.Button is null || buttons.ContainsKey(config.Button)
            ? null
            : $"the page has no button '{config.Button}'; it has {Listed("buttons", buttons)}";
    }

    /// <summary>The message that types the prompt and sends it off; only where there is no <see cref="Objection"/>.</summary>
    public byte[] Send(StreamlitProbeConfig config)
    {
        var widgets = new WidgetStates();
        if (config.TextInput is null)
        {
            var text = new SentText { Data = config.Prompt };
            widgets.Widgets.Add(TakesChatInputValue
                ? new WidgetState { Id = chatInput!.Id, ChatInputValue = text }
                : new WidgetState { Id = chatInput!.Id, StringTriggerValue = text });
        }
        else
        {
            widgets.Widgets.Add(new WidgetState { Id = textInputs[config.TextInput], StringValue = config.Prompt });
        }

        if (config.Button is not null)
        {
            widgets.Widgets.Add(new WidgetState { Id = buttons[config.Button], TriggerValue = true });
        }

        return new BackMsg { RerunScript = new ClientState { WidgetStates = widgets } }.ToByteArray();
    }

    /// <summary>From 1.43 on a chat input can take files too, and its text has another place.</summary>
    private bool TakesChatInputValue
    {
        get
        {
            var parts = (Version ?? string.Empty).Split('.');
            return parts.Length > 1
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                && (major, minor).CompareTo((1, 43)) >= 0;
        }
    }

    private static string Listed(string what, Dictionary<string, string> widgets)
    {
        const int shown = 10;
        return widgets.Count == 0 ? $"no {what}" : $"the {what} '{string.Join("', '", widgets.Keys.Take(shown))}'";
    }
}
