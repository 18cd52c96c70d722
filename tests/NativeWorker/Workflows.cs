using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace NativeWorker;

/// <summary>Values of every kind there and back, through activities of every kind.</summary>
[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class BookingWorkflow
{
    private static readonly ActivityOptions Options = new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) };

    [WorkflowRun]
    public async Task<Receipt> RunAsync(Order order)
    {
        var receipt = await Workflow.ExecuteActivityAsync(() => Activities.Book(order), Options);
        var (least, most) = await Workflow.ExecuteLocalActivityAsync(
            () => Activities.Range(order.Lines.Select(line => line.Quantity).ToList()), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
        var stock = order.Lines.ToDictionary(line => line.Article);
        var found = await Workflow.ExecuteActivityAsync((Activities all) => all.FindAsync(stock, order.Lines[0].Article), Options);
        var missing = await Workflow.ExecuteActivityAsync((Activities all) => all.FindAsync(stock, "none"), Options);
        return receipt with { Notes = [.. receipt.Notes, $"{least}-{most}", $"{found}", $"{missing is null}"] };
    }
}

/// <summary>Waits for what signals and updates bring, and answers queries meanwhile.</summary>
[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class BasketWorkflow
{
    private readonly Dictionary<string, Line> lines = [];
    private Priority? priority;
    private bool isClosed;

    [WorkflowQuery]
    public Priority? Priority => priority;

    [WorkflowRun]
    public async Task<Receipt> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => isClosed);
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(10));
        return new Receipt("basket", lines.Values.Sum(line => line.Quantity), [.. lines.Keys.Order()]);
    }

    [WorkflowSignal]
    public async Task AddAsync(Line line)
    {
        lines[line.Article] = line;
        await Task.CompletedTask;
    }

    [WorkflowSignal]
    public async Task CloseAsync()
    {
        isClosed = true;
        await Task.CompletedTask;
    }

    [WorkflowQuery]
    public Dictionary<string, Line> Lines() => lines;

    [WorkflowUpdate]
    public async Task<Priority?> RaiseAsync(Priority to)
    {
        var before = priority;
        await Workflow.DelayAsync(TimeSpan.FromMilliseconds(10));
        priority = to;
        return before;
    }

    [WorkflowUpdateValidator(nameof(RaiseAsync))]
    public void ValidateRaise(Priority to)
    {
        if (to == priority)
        {
            throw new ArgumentException($"It is {to} already.");
        }
    }
}

/// <summary>Reads the details of an activity's failure, and fails with its own.</summary>
[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class RefusedWorkflow
{
    [WorkflowRun]
    public async Task RunAsync(Order order)
    {
        try
        {
            await Workflow.ExecuteActivityAsync((Activities all) => all.RefuseAsync(order), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (ActivityFailureException exception) when (exception.InnerException is ApplicationFailureException failure)
        {
            var refused = failure.Details.ElementAt<Order>(0);
            throw new ApplicationFailureException(
                $"{failure.ErrorType}: {failure.InnerException?.Message}", failure, "Refused", details: [refused.Lines[0], failure.Details.ElementAt<int>(1)]);
        }
    }
}

/// <summary>Asks for a value that no context lists.</summary>
[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class ForgettingWorkflow
{
    [WorkflowRun]
    public async Task RunAsync() => await Workflow.ExecuteActivityAsync(
        () => Activities.Forget(), new() { StartToCloseTimeout = TimeSpan.FromSeconds(30), RetryPolicy = new() { MaximumAttempts = 1 } });
}

/// <summary>Calls each operation of the Nexus service.</summary>
[Workflow(VersioningBehavior = VersioningBehavior.Pinned)]
public class NexusWorkflow
{
    [WorkflowRun]
    public async Task<Receipt> RunAsync(string endpoint, Order order)
    {
        var stock = Workflow.CreateNexusWorkflowClient<IStock>(endpoint);
        var found = await stock.ExecuteNexusOperationAsync(service => service.Find("nut"));
        var receipt = await stock.ExecuteNexusOperationAsync(service => service.Book(order));
        try
        {
            await stock.ExecuteNexusOperationAsync(service => service.Count(Priority.High));
        }
        catch (NexusOperationFailureException exception) when (exception.InnerException is { } inner)
        {
            return receipt with { Notes = [$"{found}", inner.Message] };
        }

        return receipt;
    }
}
