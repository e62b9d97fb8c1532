using System.Text;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Probes.Transport;
using Google.Protobuf;

namespace Exporter.Probes.Protocols.Streamlit;

/// <summary>The smallest Streamlit app that can be spoken to, for the warm-up: it says everything at once, as nothing depends on the prompt.</summary>
internal static class RehearsalApp
{
    /// <summary>The bytes that answer a request for the upgrade: page and answer.</summary>
    public static byte[] Answer(string request)
    {
        var key = request.Split("Sec-WebSocket-Key: ", 2)[^1].Split('\r')[0];
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {WebSocketUpgrade.AcceptOf(key)}\r\n\r\n");
        ForwardMsg begin = new() { NewSession = new NewSession() };
        ForwardMsg end = new() { ScriptFinished = ScriptFinishedStatus.FinishedSuccessfully };
        ForwardMsg[] messages = [begin, Shown(new Element { ChatInput = new ChatInput { Id = "a" } }, 1), end, begin, Assistant(), Word("a"), Word("a b"), end];
        return [.. head, .. messages.SelectMany(Frame)];
    }

    private static ForwardMsg Word(string text) => Shown(new Element { Markdown = new ShownText { Body = text } }, 0, 0);

    private static ForwardMsg Shown(Element element, params uint[] path) => At(new Delta { NewElement = element }, path);

    private static ForwardMsg Assistant() => At(new Delta { AddBlock = new Block { ChatMessage = new ChatMessage { Name = "assistant" } } }, [0]);

    private static ForwardMsg At(Delta delta, uint[] path)
    {
        var metadata = new ForwardMsgMetadata();
        metadata.DeltaPath.AddRange(path);
        return new ForwardMsg { Metadata = metadata, Delta = delta };
    }

    /// <summary>One unmasked binary frame; every message here is shorter than 126 bytes.</summary>
    private static byte[] Frame(ForwardMsg message)
    {
        const byte wholeBinaryMessage = 0x82;
        var payload = message.ToByteArray();
        return [wholeBinaryMessage, (byte)payload.Length, .. payload];
    }
}
