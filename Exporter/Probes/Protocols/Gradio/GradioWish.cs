namespace Exporter.Probes.Protocols.Gradio;

/// <summary>What a message of the queue asks the caller for.</summary>
internal enum GradioWish
{
    None,

    /// <summary><c>send_hash</c>: which session calls which function.</summary>
    Session,

    /// <summary><c>send_data</c>: the turn has come; now the arguments.</summary>
    Arguments,
}
