using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace TemporalLambda.Aws.Protocol;

/// <summary>The step of the SDK's pipeline that gives a request its endpoint and signing region.</summary>
internal sealed class ServiceEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        ServiceConfig config = (ServiceConfig)requestContext.ClientConfig;
        return new EndpointParameters
        {
            ["Region"] = config.SigningRegion,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["Endpoint"] = config.ServiceURL,
        };
    }

    // Behind a custom endpoint no rule names a signing region, and the SDK would guess it from the URL.
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        ServiceConfig config = (ServiceConfig)executionContext.RequestContext.ClientConfig;
        executionContext.RequestContext.Request.AuthenticationRegion ??=
            config.Service.IsGlobal ? EndpointRules.GlobalSigningRegion(config.SigningRegion) : config.SigningRegion;
    }
}

/// <summary>The step that chooses how a request is signed: always SigV4.</summary>
internal sealed class ServiceAuthResolver : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}
