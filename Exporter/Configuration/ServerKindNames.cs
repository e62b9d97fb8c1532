namespace Exporter.Configuration;

/// <summary>The words for the kinds of server: in the file, in the label <c>server</c>, in what discovery prints.</summary>
internal static class ServerKindNames
{
    public static string NameOf(ServerKind kind) => kind switch
    {
        ServerKind.Vllm => "vllm",
        ServerKind.Sglang => "sglang",
        ServerKind.LlamaCpp => "llama.cpp",
        ServerKind.Tgi => "tgi",
        ServerKind.Tei => "tei",
        ServerKind.Triton => "triton",
        ServerKind.Ollama => "ollama",
        ServerKind.LmStudio => "lm-studio",
        ServerKind.LiteLlm => "litellm",
        ServerKind.TorchServe => "torchserve",
        ServerKind.TfServing => "tf-serving",
        ServerKind.BentoMl => "bentoml",
        ServerKind.Gradio => "gradio",
        ServerKind.Streamlit => "streamlit",
        ServerKind.Kserve => "kserve",
        ServerKind.OpenAi => "openai",
        ServerKind.FastApi => "fastapi",
        ServerKind.Flask => "flask",
        ServerKind.Other => "other",
    };
}
