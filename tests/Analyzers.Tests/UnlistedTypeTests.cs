namespace TemporalLambda.Analyzers.Tests;

public class UnlistedTypeTests
{
    private const string Values = """
        namespace Shop;

        public enum Priority { Low, High }

        public readonly record struct Line(string Article, int Quantity);

        public sealed record Order(string Id, List<Line> Lines, Priority? Priority) { [JsonIgnore] public Receipt? Receipt { get; init; } }

        public sealed record Receipt(decimal Total);
        """;

    private const string Context = """
        namespace Shop;

        [JsonSerializable(typeof(Order))]
        internal sealed partial class ShopJson : JsonSerializerContext
        {
        }
        """;

    public static TheoryData<string, string[]> Members => new()
    {
        // Each kind of member, its parameters and its result.
        { "[WorkflowRun] public Task<Receipt> RunAsync(Order order) => null!;", ["'Receipt' goes through JSON as the result of workflow 'RunAsync'"] },
        { "[WorkflowSignal] public Task AddAsync(Receipt one) => null!;", ["'Receipt' goes through JSON as parameter 'one' of signal 'AddAsync'"] },
        { "[WorkflowQuery] public Receipt Last() => null!;", ["'Receipt' goes through JSON as the result of query 'Last'"] },
        { "[WorkflowQuery] public Receipt? Now { get; set; }", ["'Receipt?' goes through JSON as the result of query 'Now'"] },
        { "[WorkflowUpdate] public Task<Line> PutAsync(Receipt one) => null!;", ["'Receipt' goes through JSON as parameter 'one' of update 'PutAsync'"] },
        { "[Activity] public static Receipt Pay(Receipt one) => one;", ["'Receipt' goes through JSON as parameter 'one' of activity 'Pay'", "'Receipt' goes through JSON as the result of activity 'Pay'"] },
        { "[Activity] public static ValueTask<List<Order>> ListAsync() => default;", ["'List<Order>' goes through JSON as the result of activity 'ListAsync'"] },
        { "[NexusOperationHandler] public IOperationHandler<Order, Receipt> Book() => null!;", ["'Receipt' goes through JSON as the result of Nexus operation 'Book'"] },

        // Made of listed types, but other types.
        { "[Activity] public static void Put(Line? one) { }", ["'Line?' goes through JSON as parameter 'one' of activity 'Put'"] },
        { "[Activity] public static void Put(Order[] all) { }", ["'Order[]' goes through JSON as parameter 'all' of activity 'Put'"] },
        { "[Activity] public static void Put(Dictionary<string, Line> all) { }", ["'Dictionary<string, Line>' goes through JSON as parameter 'all' of activity 'Put'"] },
        { "[Activity] public static void Put((int Least, int Most) range) { }", ["'(int Least, int Most)' goes through JSON as parameter 'range' of activity 'Put'"] },

        // Listed, reached from what is listed, or of a kind that needs no listing.
        { "[WorkflowRun] public Task RunAsync(Order order, Order? other, List<Line> lines, Line line, Priority priority, Priority? perhaps) => null!;", [] },
        { "[Activity] public static Task<string> Plain(string a, int b, long? c, Guid d, DateTimeOffset? e, object f, bool g) => null!;", [] },
        { "[Activity] public static byte[] Bytes(byte[] one, Temporalio.Converters.IRawValue raw) => one;", [] },
        { "[Activity] public static Temporalio.Api.Common.V1.Payload Message() => null!;", [] },
        { "[NexusOperationHandler] public IOperationHandler<NoValue, string> Ask() => null!;", [] },
        { "public static Receipt NoMemberOfTemporals(Receipt one) => one;", [] },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Each_value_that_no_context_lists_is_reported(string member, string[] reported)
    {
        using var project = new WorkerProject(true, Values, Context, $$"""
            namespace Shop;

            [Workflow]
            public class Member
            {
                {{member}}
            }
            """);
        Assert.Equal(
            reported.Select(one => one.Split('\'')[1]).Zip(reported, (type, text) => $"TLR001 {text}, and no JsonSerializerContext lists it: add [JsonSerializable(typeof({type.TrimEnd('?')}"),
            (await project.ReportedAsync()).Select(text => text[..^3].TrimEnd('?')));
    }

    [Fact]
    public async Task A_Nexus_service_is_an_interface_of_values()
    {
        using var project = new WorkerProject(true, Values, Context, """
            namespace Shop;

            [NexusService]
            public interface IStock
            {
                [NexusOperation]
                Receipt Book(Order order);
            }
            """);
        Assert.StartsWith("TLR001 'Receipt' goes through JSON as the result of Nexus operation 'Book'", Assert.Single(await project.ReportedAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_not_published_as_native_code_is_left_alone()
    {
        using var project = new WorkerProject(false, Values, "namespace Shop; public static class All { [Activity] public static Receipt Pay(Receipt one) => one; }");
        Assert.Empty(await project.ReportedAsync());
    }

    [Fact]
    public async Task The_code_fix_lists_every_type_once_and_then_nothing_is_reported()
    {
        using var project = new WorkerProject(true, Values, Context, """
            namespace Shop;

            public static class All
            {
                [Activity]
                public static Receipt Pay(Receipt one) => one;

                [Activity]
                public static Dictionary<string, Line> Count(Line?[] all) => null!;
            }
            """);
        Assert.Equal(
            """
            namespace Shop;

            [JsonSerializable(typeof(Order))]
            [JsonSerializable(typeof(Receipt))]
            [JsonSerializable(typeof(Line?[]))]
            [JsonSerializable(typeof(Dictionary<string, Line>))]
            internal sealed partial class ShopJson : JsonSerializerContext
            {
            }
            """,
            await project.FixedAsync(2));
        Assert.Empty(await project.ReportedAsync());
    }

    [Fact]
    public async Task Without_a_context_there_is_nothing_to_add_to()
    {
        using var project = new WorkerProject(true, Values, "namespace Shop; public static class All { [Activity] public static void Pay(Receipt one) { } }");
        Assert.False(await project.IsFixOfferedAsync());
    }
}
