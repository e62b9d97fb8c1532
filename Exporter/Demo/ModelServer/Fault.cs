namespace Exporter.Demo.ModelServer;

/// <summary>Ways in which model servers fail, to be switched on at will.</summary>
internal enum Fault
{
    /// <summary><c>none</c>: every answer is right.</summary>
    None,

    /// <summary><c>slow</c>: right answers that begin two seconds late and come at a quarter of the pace.</summary>
    Slow,

    /// <summary><c>error</c>: 500 with an error object.</summary>
    Error,

    /// <summary><c>truncated</c>: the connection breaks in the middle of the answer.</summary>
    Truncated,

    /// <summary><c>wrong_answer</c>: a well-formed answer with wrong content.</summary>
    WrongAnswer,

    /// <summary><c>hang</c>: the request is taken and never answered.</summary>
    Hang,

    /// <summary><c>stream_error</c>: status 200, then an error object inside the stream; where nothing is streamed, as the body.</summary>
    StreamError,

    /// <summary><c>loading</c>: 503 as llama.cpp answers while it loads the model; <c>/health</c> says so too.</summary>
    Loading,

    /// <summary><c>out_of_memory</c>: 500 with the text of CUDA's out-of-memory error.</summary>
    OutOfMemory,
}
