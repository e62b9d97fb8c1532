using Exporter.Probes.Protocols.Streamlit.Wire;

namespace Exporter.Tests.Probes.Support;

/// <summary>What a Streamlit server sends, in short.</summary>
internal static class StreamlitMessages
{
    public static ForwardMsg Begin { get; } = BeginOf("1.39.0");

    public static ForwardMsg End { get; } = EndOf(ScriptFinishedStatus.FinishedSuccessfully);

    public static ForwardMsg Input { get; } = Shown(new Element { ChatInput = new ChatInput { Id = "$$ID-abc-None" } }, 3, 0);

    /// <summary>A page with nothing but a chat input.</summary>
    public static ForwardMsg[] ChatPage { get; } = [Begin, Input, End];

    public static ForwardMsg BeginOf(string version) =>
        new() { NewSession = new NewSession { Initialize = new Initialize { EnvironmentInfo = new EnvironmentInfo { StreamlitVersion = version } } } };

    public static ForwardMsg EndOf(ScriptFinishedStatus status) => new() { ScriptFinished = status };

    public static ForwardMsg Chat(string name, params uint[] path) => At(new Delta { AddBlock = new Block { ChatMessage = new ChatMessage { Name = name } } }, path);

    public static ForwardMsg Markdown(string text, params uint[] path) => Shown(new Element { Markdown = new ShownText { Body = text } }, path);

    public static ForwardMsg TextInput(string label, string id) => Shown(new Element { TextInput = new LabelledWidget { Id = id, Label = label } }, 0, 7);

    public static ForwardMsg Button(string label, string id) => Shown(new Element { Button = new LabelledWidget { Id = id, Label = label } }, 0, 8);

    public static ForwardMsg Raised(string type, string message) => Shown(new Element { Exception = new RaisedException { Type = type, Message = message } }, 0, 9);

    public static ForwardMsg Shown(Element element, params uint[] path) => At(new Delta { NewElement = element }, path);

    private static ForwardMsg At(Delta delta, uint[] path)
    {
        var metadata = new ForwardMsgMetadata();
        metadata.DeltaPath.AddRange(path);
        return new ForwardMsg { Metadata = metadata, Delta = delta };
    }
}
