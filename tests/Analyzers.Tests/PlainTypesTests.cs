using System.Text.Json.Serialization;
using TemporalLambda.Runtime;

namespace TemporalLambda.Analyzers.Tests;

public class PlainTypesTests
{
    [Fact]
    public void The_analyzer_and_the_runtime_know_the_same_plain_types()
    {
        var context = (JsonSerializerContext)typeof(TemporalLambdaWorker).Assembly.GetType("TemporalLambda.Runtime.Serialization.PlainTypes")!
            .GetProperty("Default")!.GetValue(null)!;
        Assert.All(ListedTypes.Plain, name => Assert.NotNull(context.GetTypeInfo(Type.GetType(
            name.Replace("Nullable<", "Nullable`1[", StringComparison.Ordinal).Replace('>', ']')) ?? typeof(System.Text.Json.JsonElement))));
    }
}
