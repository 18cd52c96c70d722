using TemporalLambda.Runtime.Tests.Parts;
using Temporalio.Api.Nexus.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Runtime.Tests.Native;

/// <summary>What a worker that was compiled to native code does, all its values through one source-generated context.</summary>
public sealed class NativeWorkerTests(TemporalFixture temporal, CompiledWorker worker) : IClassFixture<CompiledWorker>
{
    private static readonly object Order = new
    {
        Id = "o-1",
        Number = 4,
        Price = 9.95m,
        Priority = "High",
        Due = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Patience = (TimeSpan?)null,
        Lines = new[] { new Line("nut", 2), new Line("bolt", 5) },
        Stock = new Dictionary<string, int> { ["nut"] = 7 },
        Customer = Guid.Empty,
    };

    public sealed record Line(string Article, int Quantity);

    public sealed record Receipt(string Order, int Articles, string[] Notes);

    [Fact]
    public Task Values_of_every_kind_go_there_and_back() => worker.InvokeAsync(async () =>
    {
        var booking = await worker.Deployment.StartAsync("BookingWorkflow", Order);
        var receipt = await booking.GetResultAsync<Receipt>();
        Assert.Equal(("o-1", 7), (receipt.Order, receipt.Articles));
        Assert.Equal(
            ["High", "2027", "activity seen", "2-5", "Line { Article = nut, Quantity = 2 }", "True", "workflow seen"],
            receipt.Notes);
    });

    [Fact]
    public Task Signals_queries_and_updates_are_answered() => worker.InvokeAsync(async () =>
    {
        var basket = await worker.Deployment.StartAsync("BasketWorkflow");
        await basket.SignalAsync("Add", [new Line("nut", 2)]);
        Assert.Null(await basket.ExecuteUpdateAsync<string?>("Raise", ["High"]));
        Assert.Equal("High", await basket.ExecuteUpdateAsync<string?>("Raise", ["Low"]));
        Assert.Equal("Low", await basket.QueryAsync<string?>("Priority", []));
        Assert.Equal(new Line("nut", 2), Assert.Single(await basket.QueryAsync<Dictionary<string, Line>>("Lines", [])).Value);
        var refused = await Assert.ThrowsAsync<WorkflowUpdateFailedException>(() => basket.ExecuteUpdateAsync<string?>("Raise", ["Low"]));
        Assert.Equal("It is Low already.", refused.InnerException?.Message);
        await basket.SignalAsync("Close", []);
        Assert.Equal(2, (await basket.GetResultAsync<Receipt>()).Articles);
    });

    [Fact]
    public Task A_failure_keeps_its_type_details_and_causes() => worker.InvokeAsync(async () =>
    {
        var refused = await worker.Deployment.StartAsync("RefusedWorkflow", Order);
        var failed = await Assert.ThrowsAsync<WorkflowFailedException>(() => refused.GetResultAsync());
        var own = Assert.IsType<ApplicationFailureException>(failed.InnerException);
        Assert.Equal(("NoArticle: The shelf is empty.", "Refused"), (own.Message, own.ErrorType));
        Assert.Equal((new Line("nut", 2), 7), (own.Details.ElementAt<Line>(0), own.Details.ElementAt<int>(1)));
        var cause = Assert.IsType<ApplicationFailureException>(own.InnerException);
        Assert.Equal(("There is no such article.", "NoArticle", "InvalidOperationException"), (cause.Message, cause.ErrorType, ((ApplicationFailureException)cause.InnerException!).ErrorType));
        Assert.Contains("RefuseAsync", cause.StackTrace, StringComparison.Ordinal);
    });

    [Fact]
    public Task Nexus_operations_are_called_and_served() => worker.InvokeAsync(async () =>
    {
        var endpoint = $"stock-{Guid.NewGuid():N}";
        await temporal.Client.OperatorService.CreateNexusEndpointAsync(new CreateNexusEndpointRequest
        {
            Spec = new EndpointSpec
            {
                Name = endpoint,
                Target = new EndpointTarget { Worker = new() { Namespace = temporal.Client.Options.Namespace, TaskQueue = worker.Deployment.TaskQueue } },
            },
        });
        var nexus = await worker.Deployment.StartAsync("NexusWorkflow", endpoint, Order);
        var receipt = await nexus.GetResultAsync<Receipt>();
        Assert.Equal(7, receipt.Articles);
        Assert.Equal("Line { Article = nut, Quantity = 3 }", receipt.Notes[0]);
        Assert.Contains("Nothing is counted at High.", receipt.Notes[1], StringComparison.Ordinal);
    });

    [Fact]
    public Task A_type_that_the_context_lacks_fails_with_its_name() => worker.InvokeAsync(async () =>
    {
        var forgetting = await worker.Deployment.StartAsync("ForgettingWorkflow");
        var failed = await Assert.ThrowsAsync<WorkflowFailedException>(() => forgetting.GetResultAsync());
        Assert.Contains("NativeWorker.Unlisted", failed.InnerException?.InnerException?.Message, StringComparison.Ordinal);
    });
}
