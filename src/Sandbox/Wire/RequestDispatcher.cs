using TemporalLambda.Sandbox.Execution;
using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Logs;
using TemporalLambda.Sandbox.Parameters;
using TemporalLambda.Sandbox.Sts;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>Takes a request to the service that its credential scope names, and writes every error in that service's form.</summary>
internal sealed class RequestDispatcher(
    RequestAuthenticator authenticator, IamService iam, StsService sts, LambdaService lambda, LogsService logs, ParametersService parameters,
    InvocationLedger? ledger)
{
    /// <summary>The answer, whatever happens.</summary>
    public async Task<AwsResponse> HandleAsync(HttpMessage http, string requestId)
    {
        var protocol = Services.GuessProtocol(http);
        try
        {
            if (http.Method == "GET" && http.PathSegments() is [PackageLinks.Root, _])
            {
                protocol = Protocol.Query;
                return lambda.Links.Follow(http);
            }
            if (ledger is not null && InvocationsPage.IsAskedFor(http))
            {
                return InvocationsPage.Of(ledger);
            }
            var request = authenticator.Authenticate(http, requestId);
            protocol = Services.ProtocolOf(request.Service);
            return request.Service switch
            {
                Services.Lambda => await lambda.HandleAsync(request),
                Services.Iam => iam.Handle(request),
                Services.Sts => sts.Handle(request),
                Services.Logs => logs.Handle(request),
                Services.Parameters => parameters.Handle(request),
                _ => throw new AwsException(400, "UnknownService",
                    $"This sandbox plays lambda, iam, sts, logs and the parameters of ssm, not {request.Service}."),
            };
        }
        catch (AwsException e)
        {
            return ErrorAnswers.For(e, protocol, requestId);
        }
        catch (OperationCanceledException)
        {
            return ErrorAnswers.For(new AwsException(503, "ServiceUnavailable", "The sandbox is being stopped."), protocol, requestId);
        }
#pragma warning disable CA1031 // A fault of the sandbox itself must reach the client as an answer, as nobody reads a log here.
        catch (Exception e)
#pragma warning restore CA1031
        {
            string code = protocol == Protocol.Query ? "InternalFailure" : "ServiceException";
            return ErrorAnswers.For(new AwsException(500, code, $"The sandbox failed: {e}"), protocol, requestId);
        }
    }
}
