using System.Text;
using Exporter.Tests.Support;
using Exporter.Web.Authentication;

namespace Exporter.Tests.Web.Authentication;

internal sealed class BasicUsersTests
{
    [Test]
    public async Task An_unknown_user_costs_a_check_of_the_users_own_cost_and_is_denied_whatever_it_says()
    {
        List<string> hashes = [];
        using var verifier = new PasswordVerifier((_, hash) =>
        {
            hashes.Add(hash);
            return true;
        });
        var users = new BasicUsers([new("alice", "$2b$07$" + new string('a', 53)), new("bob", "$2y$12$" + new string('b', 53))], verifier);

        var verdict = await users.CheckAsync(new BasicCredentials("eve", Encoding.UTF8.GetBytes("x")), CancellationToken.None);

        Assert.That(verdict, Is.EqualTo(Verdict.Denied));
        Assert.That(hashes, Has.Count.EqualTo(1));
        Assert.That(hashes[0], Does.StartWith("$2b$12$").And.Length.EqualTo(60));
    }

    [Test]
    public void The_hash_for_unknown_users_is_one_that_the_library_takes_time_for()
    {
        Machine.NeedsLibCrypt();
        var library = LibCrypt.TryLoad(out _)!;
        List<string> hashes = [];
        using var verifier = new PasswordVerifier((_, hash) =>
        {
            hashes.Add(hash);
            return false;
        });
        var users = new BasicUsers([new("alice", "$2b$12$" + new string('a', 53))], verifier);
        Assert.That(async () => await users.CheckAsync(new BasicCredentials("eve", default), CancellationToken.None), Is.EqualTo(Verdict.Denied));

        var started = System.Diagnostics.Stopwatch.StartNew();
        library.Matches("x"u8.ToArray(), hashes[0]);

        // Cost 12 is 4096 rounds: at least tens of milliseconds on any machine, where a refused setting returns at once.
        Assert.That(started.Elapsed, Is.GreaterThan(TimeSpan.FromMilliseconds(20)));
    }

    [TestCase("YWxpY2U6c2VjcmV0", "alice", "secret")]
    [TestCase("YWxpY2U6", "alice", "")]
    [TestCase("OnNlY3JldA==", "", "secret")]
    [TestCase("YWxpY2U6YTpi", "alice", "a:b")]
    [TestCase("w6lsw6huZTpww6Bzcw==", "élène", "pàss")]
    public void Credentials_are_read(string base64, string user, string password)
    {
        Assert.That(BasicCredentials.TryParse(base64, out var credentials), Is.True);
        Assert.That(credentials!.User, Is.EqualTo(user));
        Assert.That(Encoding.UTF8.GetString(credentials.Password.Span), Is.EqualTo(password));
        Assert.That(credentials.ToString(), Does.Contain(user).And.Not.Contain("secret"));
    }

    [TestCase("")]
    [TestCase("!!!")]
    [TestCase("YWxpY2U", Description = "No padding.")]
    [TestCase("YWxpY2U=", Description = "No colon.")]
    [TestCase("//8=", Description = "No UTF-8, no colon.")]
    [TestCase("//86eA==", Description = "No UTF-8.")]
    public void Garbage_is_no_credentials(string base64) =>
        Assert.That(BasicCredentials.TryParse(base64, out _), Is.False);
}
