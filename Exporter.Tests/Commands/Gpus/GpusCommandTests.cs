using System.Text.Json;
using Exporter.Tests.NativeNvml;

namespace Exporter.Tests.Commands.Gpus;

/// <summary><c>gpus</c> as a person and a script use it, over the fake library.</summary>
internal sealed class GpusCommandTests
{
    [Test]
    public async Task Every_reading_is_shown_with_its_unit_and_every_missing_one_with_what_the_driver_answered()
    {
        using var fake = new FakeNvml(missing: ["nvmlDeviceGetMarginTemperature"]);
        fake.Play("driver_version 580.65.06", "return 0 nvmlDeviceGetTotalEnergyConsumption 4", "field 0 186 1 311750", "field_return 0 82 3");

        var (code, output, _) = await RunAsync(fake);

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("NVML 13.580.65.06), driver 580.65.06: 1 GPU(s)\n").And.Contain("\nGPU 0  Fake-80GB  GPU-fa4e0000-0000-4000-8000-000000000000  0000:3b:00.0\n"));
        Assert.That(Line(output, "hw.power"), Does.Match("311.75 W"));
        Assert.That(Line(output, "hw.gpu.memory.usage"), Does.Match("40960 MiB"));
        Assert.That(Line(output, "hw.gpu.clock ", "sm"), Does.Match("1756 MHz"));
        Assert.That(Line(output, "hw.energy"), Does.Match("not supported +nvmlDeviceGetTotalEnergyConsumption: no_permission$"));
        Assert.That(Line(output, "hw.gpu.temperature.margin"), Does.Match("not supported +nvmlDeviceGetMarginTemperature: function_not_found$"));
        Assert.That(Line(output, "hw.temperature ", "memory"), Does.Match(@"not supported +nvmlDeviceGetFieldValues\(82\): not_supported$"));
        Assert.That(Line(output, "hw.fan.speed_ratio"), Does.Contain("not supported"));
    }

    [Test]
    public async Task Counters_have_a_rate_between_the_two_readings()
    {
        using var fake = new FakeNvml();
        fake.Play([.. FakeDrivers.Server, "throttle 0"]);

        var (_, output, _) = await RunAsync(fake, "--json");

        using var document = JsonDocument.Parse(output);
        var readings = document.RootElement.GetProperty("gpus")[0].GetProperty("readings").EnumerateArray().ToList();
        var observed = readings.Single(reading => reading.GetProperty("metric").GetString() == "hw.gpu.observed_time" && reading.GetProperty("labels").GetString() == "general");
        Assert.That(observed.GetProperty("per_second").GetDouble(), Is.EqualTo(1).Within(0.5), "a ring without new samples is an engine at rest");
        Assert.That(readings.Where(reading => reading.GetProperty("metric").GetString() == "hw.power").All(reading => !reading.TryGetProperty("per_second", out _)), Is.True);
    }

    [Test]
    public async Task The_open_questions_are_answered_from_what_the_driver_says()
    {
        using var fake = new FakeNvml();
        fake.Play([.. FakeDrivers.Server, .. FakeDrivers.Gpm, "field 0 251 3 7", "field 0 269 1 7"]);

        var (_, output, _) = await RunAsync(fake);

        Assert.That(output, Does.Contain("\nOpen questions as GPU 0 answers them\n"));
        Assert.That(Line(output, "field 251"), Does.Match(@"type ULongLong, value 7, \+0 in \d\.\d s"));
        Assert.That(Line(output, "field 252"), Does.Contain("not_supported"));
        Assert.That(Line(output, "field 269"), Does.Contain("type UInt"));
        Assert.That(Line(output, "samples of general"), Does.Match("2 of 72 places, type UInt, 0 never filled, 0 over 100; spacing 100.0 to 100.0 ms").And.EndWith("the clock is another one"));
        Assert.That(Line(output, "performance counter 2 "), Does.Contain("71"));
        Assert.That(Line(output, "performance counter 248"), Does.Contain("not_supported"));
        Assert.That(Line(output, "events that"), Does.Contain("mask 0x11f, registering answers success").And.EndWith("Xid errors arrive as events"));
        Assert.That(Line(output, "process ids of the process list"), Does.Contain("101"));
        Assert.That(Line(output, "whether the v2"), Does.EndWith("it leaves it out"));
        Assert.That(Line(output, "nvmlDeviceGetUtilizationRates", " 2 "), Is.Not.Empty, "what each call costs");
    }

    [TestCase(1000000000, "nanoseconds")]
    [TestCase(1000000, "microseconds")]
    public async Task The_unit_of_a_throttle_counter_is_told_while_its_reason_stands(long perSecond, string unit)
    {
        using var fake = new FakeNvml();
        fake.Play("card 0 throttle 4", $"rising 0 74 {perSecond}");

        var (_, output, _) = await RunAsync(fake);

        Assert.That(Line(output, "field 74"), Does.EndWith($"  {unit}"));
    }

    [Test]
    public async Task A_lost_card_leaves_the_others_readable_and_is_exit_code_1()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2", "return 1 * 15");

        var (code, output, _) = await RunAsync(fake);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("\nGPU 0  Fake-80GB").And.Contain("It cannot be read (gpu_is_lost): The GPU fell off the bus"));
    }

    [Test]
    public async Task Without_a_driver_it_says_why_and_ends_with_2()
    {
        using var fake = new FakeNvml();
        fake.Play("return - nvmlInit_v2 18");

        var (code, output, error) = await RunAsync(fake);

        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.StartWith("No GPU can be read (lib_rm_version_mismatch): Library and kernel module are of different driver versions"));
    }

    [Test]
    public async Task A_driver_that_hangs_is_given_up_with_the_name_of_the_call()
    {
        using var fake = new FakeNvml();
        fake.Play("hang 0 nvmlDeviceGetPerformanceState");

        var (code, output, error) = await RunAsync(fake, "--timeout", "3");
        fake.Play();

        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.StartWith("The driver has not answered for 3 s in nvmlDeviceGetPerformanceState of GPU 0"));
    }

    [Test]
    public async Task The_library_of_the_configuration_is_used()
    {
        using var fake = new FakeNvml();
        using var folder = new Support.TemporaryFolder();
        var path = folder.Write("exporter.yaml", $"gpu: {{ library: {fake.LibraryPath} }}\n");
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await CommandLine.RunAsync(["gpus", "--interval", "0.2", "--config.file", path], output, error);

        Assert.That(code, Is.Zero, error.ToString());
        Assert.That(output.ToString(), Does.StartWith(fake.LibraryPath));
    }

    internal static async Task<(int Code, string Output, string Error)> RunAsync(FakeNvml fake, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["gpus", "--gpu.library", fake.LibraryPath, "--interval", "0.2", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The first line with all of the words.</summary>
    internal static string Line(string output, params string[] words) =>
        output.Split('\n').FirstOrDefault(line => words.All(word => line.Contains(word, StringComparison.Ordinal))) ?? throw new AssertionException($"No line with {string.Join(", ", words)} in\n{output}");
}
