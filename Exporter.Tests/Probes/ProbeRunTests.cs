using Exporter.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes;

/// <summary>A question that takes two requests is one measurement.</summary>
public class ProbeRunTests
{
    private readonly ManualTimeProvider clock = new();

    [TestCase(false)]
    [TestCase(true, Description = "the server closed the first connection")]
    public void A_further_request_goes_on_with_the_clock_and_keeps_what_the_connection_cost(bool connectsAgain)
    {
        var run = new ProbeRun(clock);
        run.Begin();
        Connect(run);
        run.RequestWritten();
        clock.Advance(TimeSpan.FromMilliseconds(5));
        run.HeadersReceived(200);

        run.Continue();
        var stage = run.Stage;
        if (connectsAgain)
        {
            Connect(run);
        }

        run.RequestWritten();
        clock.Advance(TimeSpan.FromMilliseconds(7));
        run.HeadersReceived(201);
        var result = run.Succeed();

        var again = TimeSpan.FromMilliseconds(connectsAgain ? 3 : 0);
        Assert.Multiple(() =>
        {
            Assert.That(stage, Is.EqualTo(ProbeStage.Starting), "a failure now is one of the second request");
            Assert.That(run.OpenedConnection, Is.EqualTo(connectsAgain));
            Assert.That(result.StatusCode, Is.EqualTo(201));
            Assert.That(result.Phases.Resolve, Is.EqualTo(TimeSpan.FromMilliseconds(1)));
            Assert.That(result.Phases.Connect, Is.EqualTo(TimeSpan.FromMilliseconds(2)));
            Assert.That(result.Phases.Processing, Is.EqualTo(TimeSpan.FromMilliseconds(12) + again));
            Assert.That(result.TimeToHeaders, Is.EqualTo(TimeSpan.FromMilliseconds(15) + again));
            Assert.That(result.Duration, Is.EqualTo(TimeSpan.FromMilliseconds(15) + again));
        });
    }

    private void Connect(ProbeRun run)
    {
        run.BeginResolve();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        run.BeginConnect();
        clock.Advance(TimeSpan.FromMilliseconds(2));
        run.ConnectionReady();
    }
}
