namespace Exporter.Configuration.Probes;

/// <summary>On which way a Gradio function is called.</summary>
internal enum GradioCallPath
{
    /// <summary><c>auto</c>: as the app's own page does: through the queue, or with one POST where the function has <c>queue=False</c>.</summary>
    Auto,

    /// <summary><c>call</c>: <c>/call/NAME</c> and its event stream, as the API page of 4.20 and later shows it. It passes the queue too but tells no place in it.</summary>
    Call,

    /// <summary><c>run</c>: one POST to <c>/run/NAME</c>, past the queue. Apps may refuse it, and a function that streams cannot be called so.</summary>
    Run,
}
