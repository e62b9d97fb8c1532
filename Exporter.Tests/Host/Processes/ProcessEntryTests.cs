using System.Text;
using Exporter.Host.Processes;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Host.Processes;

internal sealed class ProcessEntryTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private const string Stat = "4242 (tricky) name) (x) S 17 4242 4000 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 12 0 123456 987654321 2500 18446744073709551615\n";

    [Test]
    public void A_name_with_blanks_and_brackets_is_read_whole()
    {
        var entry = ProcessEntry.Parse(Encoding.UTF8.GetBytes(Stat));

        Assert.That(entry, Is.EqualTo(new ProcessEntry(4242, 17, 4000, false, "tricky) name) (x", 3.0, 12, 1234.56, 2500.0 * Environment.SystemPageSize)));
    }

    [Test]
    public void A_thread_of_the_kernel_is_told_by_its_flag_and_not_by_its_session()
    {
        var thread = ProcessEntry.Parse("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 1 0 0 18446744073709551615\n"u8);
        var guest = ProcessEntry.Parse("55 (server) S 0 0 0 0 -1 4194304 0 0 0 0 0 1 0 0 20 0 1 0 1 0 0 18446744073709551615\n"u8);

        Assert.That(thread!.IsKernelThread, Is.True);
        Assert.That(guest!.IsKernelThread, Is.False, "its session's leader is outside the process name space");
    }

    [TestCase("")]
    [TestCase("4242")]
    [TestCase("4242 (cut")]
    [TestCase("(nobody) S 1 2 3")]
    [TestCase("4242 (short) S 17 4242")]
    public void What_is_no_process_is_null(string text) => Assert.That(ProcessEntry.Parse(Encoding.UTF8.GetBytes(text)), Is.Null);

    [Test]
    public void Whatever_bytes_come_nothing_is_thrown() => Check.One(Often, Prop.ForAll<byte[]>(ParseWithAll));

    [Test]
    public void A_damaged_line_throws_nothing() => Check.One(Often, Prop.ForAll<byte, int>((value, place) =>
    {
        var bytes = Encoding.UTF8.GetBytes(Stat);
        bytes[(place & int.MaxValue) % bytes.Length] = value;
        ParseWithAll(bytes);
    }));

    private static void ParseWithAll(byte[] bytes)
    {
        _ = ProcessEntry.Parse(bytes);
        _ = ListeningSocket.Parse(bytes);
        _ = ControlGroup.Parse(bytes);
    }
}
