using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Logging;
using TemporalLambda.Runtime.RuntimeApi;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>Takes one invocation after another and answers each.</summary>
internal static class InvocationLoop
{
    /// <summary>Runs until cancelled, or until the Runtime API is gone.</summary>
    public static async Task RunAsync(
        TemporalLambdaWorker worker, RuntimeApiClient api, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var invocation = await api.NextAsync(cancellationToken);
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            ErrorReport? error = null;
            try
            {
                await worker.HandleAsync(invocation.RequestId, invocation.FunctionArn, invocation.Deadline - time.GetUtcNow(), cancellationToken);
            }
#pragma warning disable CA1031 // Whatever went wrong is this invocation's answer; the next one starts afresh.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.InvocationFailed(exception, exception.Message);
                error = ErrorReport.From(exception);
            }

            try
            {
                // Not cancelled with the worker: an answer is always given.
                await (error is null
                    ? api.RespondAsync(invocation.RequestId, CancellationToken.None)
                    : api.ReportErrorAsync(invocation.RequestId, error, CancellationToken.None));
            }
            catch (RuntimeApiException exception)
            {
                logger.AnswerRefused(invocation.RequestId, exception.Message);
            }
        }
    }
}
