using System.Text;
using Exporter.Web.Authentication;

namespace Exporter.Tests.Web.Authentication;

internal sealed class PasswordVerifierTests
{
    private const string Hash = "$2b$10$hash";

    private static BasicCredentials Credentials(string user, string password) => new(user, Encoding.UTF8.GetBytes(password));

    [Test]
    public async Task What_was_right_once_is_not_checked_again_and_what_was_wrong_is()
    {
        var checks = 0;
        using var verifier = new PasswordVerifier((password, _) =>
        {
            checks++;
            return password.Span.SequenceEqual("right"u8);
        });

        for (var i = 0; i < 3; i++)
        {
            Assert.That(await verifier.CheckAsync(Credentials("alice", "right"), Hash, CancellationToken.None), Is.EqualTo(Verdict.Granted));
            Assert.That(await verifier.CheckAsync(Credentials("alice", "wrong"), Hash, CancellationToken.None), Is.EqualTo(Verdict.Denied));
        }

        Assert.That(checks, Is.EqualTo(1 + 3));
    }

    [Test]
    public async Task What_is_remembered_is_bound_to_user_hash_and_password()
    {
        var checks = 0;
        using var verifier = new PasswordVerifier((_, _) => ++checks > 0);

        foreach (var (user, hash, password) in new[] { ("a", "h", "p"), ("b", "h", "p"), ("a", "i", "p"), ("a", "h", "q"), ("ah", "", "p"), ("a", "hp", "") })
        {
            await verifier.CheckAsync(Credentials(user, password), hash, CancellationToken.None);
        }

        Assert.That(checks, Is.EqualTo(6));
    }

    [Test]
    public async Task Memory_is_bounded()
    {
        var checks = 0;
        using var verifier = new PasswordVerifier((_, _) => ++checks > 0);
        for (var i = 0; i < 1000; i++)
        {
            await verifier.CheckAsync(Credentials($"user{i}", "p"), Hash, CancellationToken.None);
        }

        await verifier.CheckAsync(Credentials("user0", "p"), Hash, CancellationToken.None);

        Assert.That(checks, Is.EqualTo(1001), "the first was forgotten");
    }

    [Test]
    public async Task One_is_checked_at_a_time_a_few_wait_and_the_rest_are_told_so()
    {
        using var release = new ManualResetEventSlim();
        var (running, most) = (0, 0);
        using var verifier = new PasswordVerifier((_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            release.Wait();
            Interlocked.Decrement(ref running);
            return false;
        });

        var checks = Enumerable.Range(0, 40).Select(i => verifier.CheckAsync(Credentials("eve", $"guess{i}"), Hash, CancellationToken.None).AsTask()).ToList();
        var busy = checks.Where(c => c.IsCompleted).ToList();
        release.Set();
        var verdicts = await Task.WhenAll(checks).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(most, Is.EqualTo(1));
        Assert.That(busy, Has.Count.EqualTo(40 - 16 - 1));
        Assert.That(verdicts.Count(v => v == Verdict.Busy), Is.EqualTo(busy.Count));
        Assert.That(verdicts.Count(v => v == Verdict.Denied), Is.EqualTo(17));
    }

    [Test]
    public async Task A_known_password_does_not_wait_behind_guesses()
    {
        using var release = new ManualResetEventSlim();
        using var verifier = new PasswordVerifier((password, _) =>
        {
            if (!password.Span.SequenceEqual("right"u8))
            {
                release.Wait();
            }

            return password.Span.SequenceEqual("right"u8);
        });
        await verifier.CheckAsync(Credentials("alice", "right"), Hash, CancellationToken.None);
        var guess = verifier.CheckAsync(Credentials("alice", "guess"), Hash, CancellationToken.None).AsTask();

        var known = verifier.CheckAsync(Credentials("alice", "right"), Hash, CancellationToken.None);

        Assert.That(known.IsCompletedSuccessfully, Is.True);
        release.Set();
        Assert.That(await guess.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo(Verdict.Denied));
    }

    [Test]
    public async Task A_client_that_goes_away_while_waiting_leaves_the_queue()
    {
        using var release = new ManualResetEventSlim();
        using var verifier = new PasswordVerifier((_, _) =>
        {
            release.Wait();
            return true;
        });
        using var gone = new CancellationTokenSource();
        var first = verifier.CheckAsync(Credentials("a", "1"), Hash, CancellationToken.None).AsTask();
        var waiting = Enumerable.Range(0, 16).Select(i => verifier.CheckAsync(Credentials("a", $"w{i}"), Hash, gone.Token).AsTask()).ToList();

        await gone.CancelAsync();
        Assert.That(async () => await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20)), Throws.InstanceOf<OperationCanceledException>());
        var next = verifier.CheckAsync(Credentials("b", "2"), Hash, CancellationToken.None).AsTask();
        release.Set();

        Assert.That(await first.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo(Verdict.Granted));
        Assert.That(await next.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo(Verdict.Granted));
    }
}
