using System.Xml.Linq;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Sts;

/// <summary>STS: AssumeRole and GetCallerIdentity.</summary>
internal sealed class StsService(RoleAssumption assumption, SandboxOptions options)
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public AwsResponse Handle(AwsRequest request)
    {
        var form = new QueryForm(request.Http);
        return form.Action switch
        {
            "AssumeRole" => XmlAnswer.Result(Namespace, "AssumeRole", request.Id, assumption.Assume(request, form)),
            "GetCallerIdentity" => XmlAnswer.Result(Namespace, "GetCallerIdentity", request.Id, Identity(request.Caller)),
            var action => throw new AwsException(400, "InvalidAction",
                $"Could not find operation {action} for version 2011-06-15: this sandbox does not play it."),
        };
    }

    private IEnumerable<XElement> Identity(Caller caller) =>
    [
        new XElement("Arn", caller.Arn),
        new XElement("UserId", caller.UserId),
        new XElement("Account", options.AccountId),
    ];
}
