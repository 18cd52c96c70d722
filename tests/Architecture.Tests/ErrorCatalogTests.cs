using System.Reflection;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.DevServer;
using TemporalLambda.Packaging;
using TemporalLambda.Temporal;

namespace TemporalLambda.Architecture.Tests;

/// <summary>Every error of every catalog, made with stand-in data.</summary>
public class ErrorCatalogTests
{
    private static readonly Type[] Catalogs =
        [typeof(AwsErrors), typeof(CmdletErrors), typeof(DevServerErrors), typeof(PackagingErrors), typeof(TemporalErrors)];

    public static TheoryData<string, string> Errors
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (Type catalog in Catalogs)
            {
                foreach (MethodInfo method in Methods(catalog))
                {
                    all.Add(catalog.Name, method.Name);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_has_an_id_a_category_a_sentence_and_a_way_out(string catalog, string method)
    {
        StageException error = Make(Methods(Catalogs.Single(c => c.Name == catalog)).Single(m => m.Name == method));
        Assert.Matches("^[A-Z][A-Za-z0-9]+$", error.ErrorId);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.True(char.IsUpper(error.Message[0]) || !char.IsLetter(error.Message[0]), error.Message);
        Assert.EndsWith(".", error.Recommendation, StringComparison.Ordinal);
        Assert.Matches("^[A-Z][a-z]+ ", error.Recommendation);
        Assert.True(Enum.TryParse<System.Management.Automation.ErrorCategory>(error.Category.ToString(), out _), error.Category.ToString());
    }

    [Fact]
    public void Error_ids_are_unique()
    {
        string[] repeated = [.. Catalogs.SelectMany(Methods).Select(Make).GroupBy(e => e.ErrorId).Where(g => g.Count() > 1).Select(g => g.Key)];
        Assert.Empty(repeated);
    }

    private static IEnumerable<MethodInfo> Methods(Type catalog) => catalog.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic)
        .Where(m => m.ReturnType == typeof(StageException));

    private static StageException Make(MethodInfo method) => (StageException)method.Invoke(null, [.. method.GetParameters().Select(StandIn)])!;

    private static object? StandIn(ParameterInfo parameter) => parameter.ParameterType switch
    {
        { } type when type == typeof(string) => "Given",
        { } type when typeof(IEnumerable<string>).IsAssignableFrom(type) => new[] { "one", "two" },
        { } type when type == typeof(Uri) => new Uri("http://localhost:1"),
        { } type when type == typeof(Exception) => new InvalidOperationException("The cause."),
        { IsValueType: true } type => Activator.CreateInstance(type),
        _ => null,
    };
}
