using Exporter.Tests.Support;
using Exporter.Traffic.Energy;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.Traffic.Energy;

internal sealed class EnergyTests
{
    private const long Gibibyte = 1L << 30;

    private static readonly HashSet<string> Targets = ["a", "b"];

    private ManualTimeProvider time = null!;
    private CardLedger ledger = null!;
    private double energy;

    [SetUp]
    public void Create()
    {
        time = new ManualTimeProvider();
        ledger = new CardLedger("GPU-0", time);
        energy = 5_000_000;
    }

    [Test]
    public void A_counter_begins_at_zero_and_a_card_of_one_holder_is_wholly_its()
    {
        Add(0, 0, utilization: 0.5, Memory(("a", 10)));
        Assert.That(Account("a"), Is.EqualTo(new EnergyAccount("a", "GPU-0", 0, 0, 0)));

        Add(1, 300, utilization: 0.5, Memory(("a", 10)));
        Add(1, 70, utilization: 0, Memory(("a", 10)));

        Assert.That(Account("a"), Is.EqualTo(new EnergyAccount("a", "GPU-0", 370, 70, 1)));
    }

    [Test]
    public void A_shared_card_is_split_by_who_computes_and_what_is_nobodys_stays_nobodys()
    {
        Add(0, 0, 0.9, Memory(("a", 10), ("b", 10)), other: 10);
        Add(1, 400, 0.9, Memory(("a", 10), ("b", 10)), other: 10, otherShare: 0.2, ("a", 0.6), ("b", 0));

        Assert.That(Account("a").Joules, Is.EqualTo(300).Within(1e-9));
        Assert.That(Account("b"), Is.EqualTo(new EnergyAccount("b", "GPU-0", 0, 0, 1)), "it held memory and did nothing");
    }

    [Test]
    public void While_nobody_computes_memory_decides()
    {
        Add(0, 0, 0, Memory(("a", 30), ("b", 10)), other: 10);
        Add(1, 100, 0, Memory(("a", 30), ("b", 10)), other: 10);

        Assert.That(Account("a"), Is.EqualTo(new EnergyAccount("a", "GPU-0", 60, 60, 1)));
        Assert.That(Account("b"), Is.EqualTo(new EnergyAccount("b", "GPU-0", 20, 20, 1)));
    }

    [Test]
    public void The_parts_never_add_up_to_more_than_the_card_used()
    {
        var random = new Random(4);
        var used = 0.0;
        Add(0, 0, 0, Memory(("a", 1)));
        for (var i = 0; i < 1000; i++)
        {
            var joules = random.NextDouble() * 700;
            used += joules;
            (string, double)[] shares = random.Next(2) == 0 ? [] : [("a", random.NextDouble()), ("b", random.NextDouble())];
            Add(1, joules, random.NextDouble(), Memory(("a", random.Next(40)), ("b", random.Next(40))), random.Next(10), random.NextDouble(), shares);
        }

        Assert.That(ledger.Accounts.Sum(a => a.Joules), Is.Positive.And.LessThanOrEqualTo(used + 1e-6));
        Assert.That(ledger.Accounts, Has.All.Matches<EnergyAccount>(a => a.IdleJoules <= a.Joules));
    }

    [Test]
    public void A_counter_that_began_anew_a_gap_and_a_repeated_reading_count_nothing()
    {
        Add(0, 0, 1, Memory(("a", 1)));
        Add(1, -4_000_000, 1, Memory(("a", 1)));
        Add(13, 900, 1, Memory(("a", 1)));
        Add(0, 500, 1, Memory(("a", 1)));
        Assert.That(Account("a").Joules, Is.Zero);

        energy += 1e6;
        Add(1, 0, 1, Memory(("a", 1)));
        Assert.That(Account("a").Joules, Is.Zero, "no card draws a megawatt");
    }

    [Test]
    public void A_card_that_tells_no_energy_still_tells_idle_time()
    {
        energy = double.NaN;
        Add(0, 0, 0, Memory(("a", 1)));
        Add(2, 0, 0, Memory(("a", 1)));

        Assert.That(Account("a"), Is.EqualTo(new EnergyAccount("a", "GPU-0", null, null, 2)));
    }

    [Test]
    public async Task Counts_go_on_over_a_reload_and_end_with_their_target()
    {
        var card = new CardSample("GPU-0", time.GetTimestamp(), 100, 1, Memory(("a", 1), ("b", 1)), 0, new Dictionary<string, double> { ["a"] = 0.5, ["b"] = 0.5 }, 0);
        await using var collection = new EnergyCollection(() => [Volatile.Read(ref card)], time, NullLogger.Instance);
        collection.Configure(["a", "b"]);
        collection.Start();
        await Eventually.IsTrueAsync(() => collection.Accounts.Count() == 2, "it began");

        time.Advance(TimeSpan.FromSeconds(1));
        Volatile.Write(ref card, card with { Taken = time.GetTimestamp(), EnergyJoules = 300 });
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return collection.Accounts.Sum(a => a.Joules) > 199;
            },
            "it counted");
        collection.Configure(["a"]);
        Assert.That(collection.Accounts.Single(), Is.EqualTo(new EnergyAccount("a", "GPU-0", 100, 0, 0)));
    }

    private EnergyAccount Account(string target) => ledger.Accounts.Single(a => a.Target == target);

    private static Dictionary<string, long> Memory(params (string Target, int Gibibytes)[] held) => held.ToDictionary(h => h.Target, h => h.Gibibytes * Gibibyte);

    private void Add(double seconds, double joules, double utilization, Dictionary<string, long> memory, int other = 0, double otherShare = 0, params (string Target, double Share)[] shares)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        energy += joules;
        ledger.Add(
            new CardSample(
                "GPU-0",
                time.GetTimestamp(),
                double.IsNaN(energy) ? null : energy,
                utilization,
                memory,
                other * Gibibyte,
                shares.Length == 0 ? null : shares.ToDictionary(s => s.Target, s => s.Share),
                shares.Length == 0 ? 0 : otherShare),
            Targets);
    }
}
