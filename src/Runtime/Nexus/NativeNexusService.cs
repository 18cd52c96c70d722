using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Worker;

namespace TemporalLambda.Runtime.Nexus;

/// <summary>
/// Adds a Nexus service. NexusRpc (0.5) makes a generic type for each operation's input and result while it runs, which native code has for
/// classes only: not for value types, nor for operations without input or result. There its operations are called by reflection instead.
/// </summary>
internal static class NativeNexusService
{
    public static void Add(TemporalWorkerOptions worker, object service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!RuntimeFeature.IsDynamicCodeSupported && Create(service) is { } native)
        {
            worker.NexusServices.Add(native);
        }
        else
        {
            worker.AddNexusService(service);
        }
    }

    // Null for what has handlers of other kinds, or faults, which NexusRpc tells better.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The worker's own assembly is kept whole.")]
    private static ServiceHandlerInstance? Create(object service)
    {
        if (service.GetType().GetCustomAttribute<NexusServiceHandlerAttribute>() is not { } attribute)
        {
            return null;
        }

        var definition = ServiceDefinition.FromType(attribute.ServiceType);
        var handlers = new Dictionary<string, IOperationHandler<object?, object?>>();
        foreach (var operation in definition.Operations.Values)
        {
            if (service.GetType().GetMethod(operation.MethodInfo?.Name ?? "", []) is not { } method
                || method.GetCustomAttribute<NexusOperationHandlerAttribute>() is null
                || method.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [], null) is not { } handler)
            {
                return null;
            }

            handlers[operation.Name] = new ReflectedOperation(handler, method.ReturnType);
        }

        return new ServiceHandlerInstance(definition, handlers);
    }
}
