using System.Text;
using Exporter.Traffic.Logs.Lines;

namespace Exporter.Tests.Traffic.Logs.Lines;

/// <summary>Label values are few, whatever clients ask for.</summary>
internal sealed class LabelTests
{
    private static readonly RouteTable Routes = new(["/", "/v1/models", "/v1/models/{model}", "/v1/models/{model}/versions/{v}", "/static/*", "/slash/"]);

    [TestCase("/", "/")]
    [TestCase("/?x=/v1/models", "/")]
    [TestCase("/v1/models", "/v1/models")]
    [TestCase("/v1/models?x#y", "/v1/models")]
    [TestCase("/v1/models/", "other")]
    [TestCase("/v1/models/a%2Fb", "/v1/models/{model}")]
    [TestCase("/v1/models/a/versions/2", "/v1/models/{model}/versions/{v}")]
    [TestCase("/v1/models/a/versions/", "other")]
    [TestCase("/static/", "/static/*")]
    [TestCase("/static/a/b/c", "/static/*")]
    [TestCase("/static", "other")]
    [TestCase("/slash/", "/slash/")]
    [TestCase("http://host:80/v1/models?x", "/v1/models")]
    [TestCase("http://host", "/")]
    [TestCase("/v1/models/x://y", "other")]
    [TestCase("//v1/models", "other")]
    [TestCase("*", "other")]
    [TestCase("host:443", "other")]
    [TestCase("", "other")]
    public void A_path_belongs_to_the_first_route_that_matches(string path, string expected) =>
        Assert.That(Routes.LabelOf(Encoding.UTF8.GetBytes(path)), Is.EqualTo(expected));

    [TestCase("GET", "GET")]
    [TestCase("OPTIONS", "OPTIONS")]
    [TestCase("get", "other")]
    [TestCase("PROPFIND", "other")]
    [TestCase("", "other")]
    public void A_method_is_a_known_one_or_other(string method, string expected) =>
        Assert.That(HttpMethods.LabelOf(Encoding.UTF8.GetBytes(method)), Is.EqualTo(expected));
}
