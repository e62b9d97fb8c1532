namespace Exporter.Configuration.Web;

/// <summary>One entry of <c>basic_auth_users</c>.</summary>
/// <param name="Name">Not empty, no colon.</param>
/// <param name="PasswordHash">bcrypt: <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c>, a cost of two digits, 53 characters.</param>
internal sealed record BasicAuthUser(string Name, string PasswordHash)
{
    /// <summary>The name alone: a hash must not reach a log.</summary>
    public override string ToString() => $"{nameof(BasicAuthUser)} {{ Name = {Name} }}";
}
