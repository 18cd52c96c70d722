using System.Globalization;
using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>A function's configuration as Lambda shows it.</summary>
internal static class ConfigurationJson
{
    /// <summary>The whole, as the operations on one function answer it.</summary>
    /// <param name="configuration">What is shown.</param>
    /// <param name="arn">The ARN by which it was asked for.</param>
    public static JsonObject Whole(FunctionConfiguration configuration, string arn)
    {
        var json = Listed(configuration, arn);
        json["State"] = configuration.State;
        if (configuration.LastUpdateStatus is not null)
        {
            json["LastUpdateStatus"] = configuration.LastUpdateStatus;
        }
        if (configuration.Reason is not null)
        {
            string subject = configuration.State == FunctionConfiguration.Active ? "LastUpdateStatus" : "State";
            json[subject + "Reason"] = configuration.Reason;
            json[subject + "ReasonCode"] = configuration.ReasonCode;
        }
        json["RuntimeVersionConfig"] = new JsonObject
        {
            ["RuntimeVersionArn"] = $"arn:aws:lambda:{arn.Split(':')[3]}::runtime:{new string('0', 64)}",
        };
        return json;
    }

    /// <summary>As lists show it: Lambda leaves the states out there.</summary>
    public static JsonObject Listed(FunctionConfiguration configuration, string arn)
    {
        var settings = configuration.Settings;
        var json = new JsonObject
        {
            ["FunctionName"] = configuration.FunctionName,
            ["FunctionArn"] = arn,
            ["Runtime"] = settings.Runtime,
            ["Role"] = settings.RoleArn,
            ["Handler"] = settings.Handler,
            ["CodeSize"] = settings.Package.Size,
            ["Description"] = settings.Description,
            ["Timeout"] = settings.Timeout,
            ["MemorySize"] = settings.MemorySize,
            ["LastModified"] = Time(configuration.LastModified),
            ["CodeSha256"] = settings.Package.Sha256,
            ["Version"] = configuration.Version,
            ["TracingConfig"] = new JsonObject { ["Mode"] = settings.TracingMode },
            ["RevisionId"] = configuration.RevisionId,
            ["PackageType"] = "Zip",
            ["Architectures"] = JsonAnswer.Array([settings.Architecture]),
            ["EphemeralStorage"] = new JsonObject { ["Size"] = settings.EphemeralStorage },
            ["SnapStart"] = new JsonObject { ["ApplyOn"] = "None", ["OptimizationStatus"] = "Off" },
            ["LoggingConfig"] = Logging(configuration),
        };
        AddOptional(json, settings);
        return json;
    }

    private static void AddOptional(JsonObject json, FunctionSettings settings)
    {
        if (settings.SubnetIds.Count > 0)
        {
            json["VpcConfig"] = new JsonObject
            {
                ["SubnetIds"] = JsonAnswer.Array(settings.SubnetIds),
                ["SecurityGroupIds"] = JsonAnswer.Array(settings.SecurityGroupIds),
                ["VpcId"] = "vpc-00000000000000000",
                ["Ipv6AllowedForDualStack"] = false,
            };
        }
        if (settings.Environment.Count > 0)
        {
            json["Environment"] = new JsonObject { ["Variables"] = JsonAnswer.Map(settings.Environment) };
        }
        if (settings.KmsKeyArn is not null)
        {
            json["KMSKeyArn"] = settings.KmsKeyArn;
        }
        if (settings.DeadLetterTarget is not null)
        {
            json["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = settings.DeadLetterTarget };
        }
    }

    private static JsonObject Logging(FunctionConfiguration configuration)
    {
        var settings = configuration.Settings;
        var json = new JsonObject { ["LogFormat"] = settings.LogFormat };
        if (settings.LogFormat == "JSON")
        {
            json["ApplicationLogLevel"] = settings.ApplicationLogLevel;
            json["SystemLogLevel"] = settings.SystemLogLevel;
        }
        json["LogGroup"] = settings.LogGroup ?? $"/aws/lambda/{configuration.FunctionName}";
        return json;
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
