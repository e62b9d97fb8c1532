using System.Text.Json;
using Exporter.Tests.NativeNvml;

namespace Exporter.Tests.Commands.Gpus;

/// <summary><c>gpus --compare-nvidia-smi</c> against scripts in the place of nvidia-smi.</summary>
internal sealed class GpusParityTests
{
    [Test]
    public async Task What_an_R580_says_is_equal_to_ours()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R580());

        var (code, output, _) = await CompareAsync(smi, "driver_version 580.65.06", "field 0 230 1 0");

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.EndWith(" 0 not as nvidia-smi says\n"));
        Assert.That(Line(output, "power  "), Does.Match("W +311.75 +311.75 +equal"));
        Assert.That(Line(output, "power, averaged"), Does.Match("W +305.25 +305.25 +equal"));
        Assert.That(Line(output, "time throttled: sw_power_cap"), Does.Match("us +5000000 +5000000 +equal"));
        Assert.That(Line(output, "recovery action"), Does.Match("none +none +equal"));
        Assert.That(Line(output, "PCI address"), Does.Match("0000:3b:00.0 +0000:3b:00.0 +equal"));
        Assert.That(Line(output, "ECC: SRAM, uncorrected"), Does.Match("0 +0 +equal"));
    }

    [Test]
    public async Task What_an_R535_says_is_equal_to_ours_and_what_it_does_not_say_is_only_ours()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R535());

        var (code, output, _) = await CompareAsync(smi, "driver_version 535.54.03");

        Assert.That(code, Is.Zero, output);
        Assert.That(Line(output, "power, averaged"), Does.Match("305.25 +- +only ours"));
        Assert.That(output, Does.Not.Contain("temperature margin"), "neither has it");
    }

    [Test]
    public async Task A_value_that_is_not_ours_differs_and_is_exit_code_1()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R580(("fb_memory_usage/used", "41574 MiB"), ("gpu_power_readings/default_power_limit", "650.00 W"), ("product_name", "Another")));

        var (code, output, _) = await CompareAsync(smi, "driver_version 580.65.06", "field 0 230 1 0");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(Line(output, "memory used "), Does.Match("40960 +41574 +differs"), "as with a 'used' that holds the reserve");
        Assert.That(Line(output, "power limit by default"), Does.Match("700 +650 +differs"));
        Assert.That(Line(output, "model"), Does.Match("Fake-80GB +Another +differs"));
        Assert.That(output, Does.EndWith(" 3 not as nvidia-smi says\n"));
    }

    [Test]
    public async Task A_value_that_moves_may_have_moved_a_little_and_a_reading_we_lack_is_told()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R580(("gpu_power_readings/instant_power_draw", "330.00 W"), ("temperature/gpu_temp", "47 C"), ("fan_speed", "30 %")));

        var (code, output, _) = await CompareAsync(smi, "driver_version 580.65.06", "field 0 230 1 0");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(Line(output, "power  "), Does.Match("311.75 +330 +within tolerance"));
        Assert.That(Line(output, "temperature  "), Does.Match("46 +47 +within tolerance"));
        Assert.That(Line(output, "fan  "), Does.Match("% +- +30 +only nvidia smi"));
    }

    [Test]
    public async Task N_A_and_deprecated_readings_are_none()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R580(
            ("utilization/gpu_util", "N/A"), ("utilization/jpeg_util", "Requested functionality has been deprecated"), ("performance_state", "[N/A]"), ("remapped_rows", "N/A")));

        var (code, output, _) = await CompareAsync(smi, "driver_version 580.65.06", "field 0 230 1 0");

        Assert.That(code, Is.Zero, output);
        Assert.That(Line(output, "use: general"), Does.Match("57 +- +only ours"));
        Assert.That(Line(output, "remapped rows, corrected"), Does.Match("1 +- +only ours"));
    }

    [Test]
    public async Task Lines_above_the_report_and_a_card_that_only_one_side_has_are_told()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R580(("uuid", "GPU-other")), before: "Unable to determine the device handle for GPU1: 0000:3C:00.0: GPU is lost.\n");

        var (code, output, _) = await CompareAsync(smi, "driver_version 580.65.06");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("\nGPU 0 (GPU-fa4e0000-0000-4000-8000-000000000000) beside nvidia-smi\n").And.Contain("\nA GPU of nvidia-smi's alone (GPU-other) beside nvidia-smi\n"));
    }

    [Test]
    public async Task A_script_gets_every_verdict()
    {
        using var smi = FakeNvidiaSmi.Saying(SmiXml.R580(("temperature/gpu_temp", "99 C")));

        var (_, output, _) = await CompareAsync(smi, ["--json"], "driver_version 580.65.06", "field 0 230 1 0");

        using var document = JsonDocument.Parse(output);
        var readings = document.RootElement.GetProperty("parity")[0].GetProperty("readings").EnumerateArray().ToDictionary(reading => reading.GetProperty("reading").GetString()!);
        Assert.That(document.RootElement.GetProperty("equal").GetBoolean(), Is.False);
        Assert.That(readings["temperature"].GetProperty("verdict").GetString(), Is.EqualTo("differs"));
        Assert.That(readings["temperature"].GetProperty("nvidia_smi").GetString(), Is.EqualTo("99"));
        Assert.That(readings["fan"].GetProperty("verdict").GetString(), Is.EqualTo("neither"));
    }

    [TestCase("exec sleep 60", "did not end within 3 s")]
    [TestCase("echo 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'; exit 9", "ended with 9 and no XML: NVIDIA-SMI has failed")]
    [TestCase("echo 'broken' >&2; exit 1", "ended with 1 and no XML: broken")]
    [TestCase("echo '<?xml version=\"1.0\" ?><nvidia_smi_log>'", "ended with 0 and no XML: <?xml")]
    public async Task An_nvidia_smi_that_does_not_answer_leaves_the_readings_and_is_exit_code_2(string script, string problem)
    {
        using var smi = FakeNvidiaSmi.Doing(script);

        var (code, output, _) = await CompareAsync(smi, ["--timeout", "3"], "driver_version 580.65.06");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Does.Contain("hw.power").And.Contain("\nNot compared: ").And.Contain(problem));
    }

    [Test]
    public async Task A_host_without_nvidia_smi_is_told_what_to_install()
    {
        using var fake = new FakeNvml();

        var (code, output, _) = await GpusCommandTests.RunAsync(fake, "--compare-nvidia-smi");
        var (other, elsewhere, _) = await GpusCommandTests.RunAsync(fake, "--compare-nvidia-smi", "--nvidia-smi", "/nowhere/nvidia-smi");

        Assert.That((code, other), Is.EqualTo((2, 2)));
        Assert.That(output, Does.Contain("Not compared: There is no nvidia-smi on this host's PATH; install it"));
        Assert.That(elsewhere, Does.Contain("Not compared: /nowhere/nvidia-smi cannot be run: "));
    }

    private static string Line(string output, string words) => GpusCommandTests.Line(output[output.IndexOf("beside nvidia-smi", StringComparison.Ordinal)..], words);

    private static Task<(int Code, string Output, string Error)> CompareAsync(FakeNvidiaSmi smi, params string[] scenario) => CompareAsync(smi, [], scenario);

    private static async Task<(int Code, string Output, string Error)> CompareAsync(FakeNvidiaSmi smi, string[] flags, params string[] scenario)
    {
        using var fake = new FakeNvml();
        fake.Play([.. FakeDrivers.Server, .. scenario]);
        return await GpusCommandTests.RunAsync(fake, ["--compare-nvidia-smi", "--nvidia-smi", smi.Path, .. flags]);
    }
}
