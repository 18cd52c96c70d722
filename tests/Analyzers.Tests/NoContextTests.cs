namespace TemporalLambda.Analyzers.Tests;

public class NoContextTests
{
    private const string Context = """
        namespace Shop;

        internal sealed partial class ShopJson : JsonSerializerContext
        {
            public static ShopJson Default => null!;
        }
        """;

    [Theory]
    [InlineData("TemporalLambdaWorker.RunAsync(worker => worker.AddActivity(Run))", true)]
    [InlineData("TemporalLambdaWorker.Create(worker => worker.AddActivity(Run))", true)]
    [InlineData("TemporalLambdaWorker.RunAsync(worker => worker.JsonContext(ShopJson.Default))", false)]
    [InlineData("TemporalLambdaWorker.RunAsync(worker => worker.ConfigureClient(options => options.DataConverter = null!))", false)]
    public async Task A_worker_has_to_be_given_a_context_or_a_converter_of_its_own(string call, bool isReported)
    {
        using var project = new WorkerProject(true, Context, $$"""
            namespace Shop;

            public static class Start
            {
                public static void Run() => _ = {{call}};
            }
            """);
        string[] expected = isReported ? ["TLR002 This worker is compiled to native code and given no JsonSerializerContext: call JsonContext(...) on its builder"] : [];
        Assert.Equal(expected, await project.ReportedAsync());
    }
}
