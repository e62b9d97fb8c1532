using System.Text;
using Exporter.Tests.Support;
using Exporter.Web.Authentication;

namespace Exporter.Tests.Web.Authentication;

/// <summary>Against the published vectors of bcrypt's authors.</summary>
internal sealed class LibCryptTests
{
    private static readonly LibCrypt? Library = LibCrypt.TryLoad(out _);

    [SetUp]
    public void NeedLibCrypt() => Machine.NeedsLibCrypt();

    [TestCase("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [TestCase("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")]
    [TestCase("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [TestCase("\xff\xff\xa3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e")]
    public void A_published_password_fits_its_hash_and_another_does_not(string latin1, string hash)
    {
        var password = Encoding.Latin1.GetBytes(latin1);

        Assert.That(Library!.Matches(password, hash), Is.True);
        Assert.That(Library.Matches((byte[])[.. password, (byte)'x'], hash), Is.False);
    }

    [TestCase("")]
    [TestCase("plain")]
    [TestCase("$2b$05$short")]
    [TestCase("$1$CCCCCCCC$CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC")]
    [TestCase("$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [TestCase("*0")]
    public void What_is_no_bcrypt_hash_fits_nothing(string hash) =>
        Assert.That(Library!.Matches("U*U"u8.ToArray(), hash), Is.False);

    [Test]
    public void A_zero_byte_does_not_cut_a_password_short() =>
        Assert.That(Library!.Matches("U*U\0rest"u8.ToArray(), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"), Is.False);

    [Test]
    public void A_password_of_a_megabyte_is_no_trouble() =>
        Assert.That(Library!.Matches(Encoding.ASCII.GetBytes(new string('a', 1024 * 1024)), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"), Is.False);

    [Test]
    public void A_missing_library_is_told_with_what_to_install()
    {
        var none = LibCrypt.TryLoad(out var reason, ["libno-such-crypt.so.1"]);

        Assert.That(none, Is.Null);
        Assert.That(reason, Does.Contain("libno-such-crypt.so.1").And.Contain("libcrypt1"));
    }

    [Test]
    public void A_library_without_crypt_r_is_as_good_as_none() =>
        Assert.That(LibCrypt.TryLoad(out _, ["libm.so.6"]), Is.Null);
}
