using Exporter.Nvml;
using Exporter.Nvml.Devices;

namespace Exporter.Tests.Nvml;

internal sealed class NvmlBranchTests
{
    [TestCase("470.256.02", null)]
    [TestCase("535.261.03", null)]
    [TestCase("570.211.01", null)]
    [TestCase("575.51.02", 251u)]
    [TestCase("580.159.03", 251u)]
    [TestCase("589.00", 251u)]
    [TestCase("590.44.01", 269u)]
    [TestCase("595.45.04", 269u)]
    [TestCase("610.10", 269u)]
    [TestCase("", null)]
    [TestCase(null, null)]
    [TestCase("unknown", null)]
    public void The_fields_of_throttled_time_go_by_the_branch(string? version, uint? first)
    {
        Assert.That(NvmlBranch.ThrottleFields(version)?.SwThermal, Is.EqualTo(first));
    }

    [TestCase("NVIDIA GB10", true)]
    [TestCase("Orin (nvgpu)", true)]
    [TestCase("NVIDIA Thor", true)]
    [TestCase("NVIDIA H100 80GB HBM3", false)]
    [TestCase("NVIDIA GB100", false)]
    [TestCase(null, false)]
    public void Integrated_gpus_are_told_by_their_names(string? model, bool isIntegrated)
    {
        Assert.That(NvmlIntegrated.Is(model), Is.EqualTo(isIntegrated));
    }
}
