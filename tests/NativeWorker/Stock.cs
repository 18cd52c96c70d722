using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Nexus;

namespace NativeWorker;

[NexusService]
public interface IStock
{
    /// <summary>Answered at once.</summary>
    [NexusOperation]
    Line Find(string article);

    /// <summary>Done by a workflow.</summary>
    [NexusOperation]
    Receipt Book(Order order);

    /// <summary>Refused.</summary>
    [NexusOperation]
    int Count(Priority priority);
}

[NexusServiceHandler(typeof(IStock))]
public sealed class Stock
{
    [NexusOperationHandler]
    public IOperationHandler<string, Line> Find() => OperationHandler.Sync<string, Line>((_, article) => new Line(article, 3));

    [NexusOperationHandler]
    public IOperationHandler<Order, Receipt> Book() => WorkflowRunOperationHandler.FromHandleFactory<Order, Receipt>((context, order) =>
        context.StartWorkflowAsync((BookingWorkflow workflow) => workflow.RunAsync(order), new() { Id = $"nexus-{context.HandlerContext.RequestId}" }));

    [NexusOperationHandler]
    public IOperationHandler<Priority, int> Count() => OperationHandler.Sync<Priority, int>(Refuse);

    private static int Refuse(OperationStartContext context, Priority priority) =>
        throw new HandlerException(HandlerErrorType.BadRequest, $"Nothing is counted at {priority}.");
}
