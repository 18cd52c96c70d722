using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using NexusRpc.Handlers;

namespace TemporalLambda.Runtime.Nexus;

/// <summary>Calls a Nexus operation whose input and result types are known only while it runs.</summary>
internal sealed class ReflectedOperation : IOperationHandler<object?, object?>
{
    private readonly object handler;
    private readonly MethodInfo start;
    private readonly MethodInfo cancel;

    /// <param name="handler">An <see cref="IOperationHandler{TInput, TResult}"/>.</param>
    /// <param name="handlerType">That interface, with its types.</param>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(IOperationHandler<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(OperationStartResult<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(Task<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Kept by the attributes above.")]
    public ReflectedOperation(object handler, Type handlerType)
    {
        this.handler = handler;
        start = handlerType.GetMethod("StartAsync")!;
        cancel = handlerType.GetMethod("CancelAsync")!;
    }

    public async Task<OperationStartResult<object?>> StartAsync(OperationStartContext context, object? input)
    {
        var task = (Task)Call(start, [context, input]);
        await task;
        var result = Read(task, "Result")!;
        return Read(result, "AsyncOperationToken") is string token
            ? OperationStartResult.AsyncResult<object?>(token)
            : OperationStartResult.SyncResult(Read(result, "SyncResultValue"));
    }

    public Task CancelAsync(OperationCancelContext context) => (Task)Call(cancel, [context]);

    private object Call(MethodInfo method, object?[] arguments) => method.Invoke(handler, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Kept by the attributes of the constructor.")]
    private static object? Read(object of, string property) => of.GetType().GetProperty(property)!.GetValue(of);
}
