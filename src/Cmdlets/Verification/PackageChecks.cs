using System.Security.Cryptography;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Packaging;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>The code that Lambda has, looked at as New-TemporalLambdaWorker looks at a package.</summary>
internal sealed class PackageChecks(VerificationTarget target)
{
    private static readonly HttpClient Http = new();

    public async Task<Finding> PackageAsync(CancellationToken cancellationToken)
    {
        FunctionDescription description = await target.FunctionDescription.WaitAsync(cancellationToken);
        FunctionConfiguration function = description.Configuration;
        if (description.Code?.Location is not { } location || function.Runtime is null)
        {
            return Finding.Skipped("Lambda gives no link to the package: the function is a container image.");
        }

        // The record of a build of this session says what its package was, which was looked at when it was made.
        if (target.Expected is { PackagePath: not null, PackageSha256: { } made } && made == function.CodeSha256)
        {
            return Finding.Passed($"The package that New-TemporalLambdaWorker made, {function.CodeSize / 1e6:0.0} MB.");
        }

        string folder = Directory.CreateTempSubdirectory("temporal-lambda-").FullName;
        try
        {
            string zip = Path.Combine(folder, function.FunctionName + ".zip");
            if (await DownloadAsync(location, zip, cancellationToken) is not { } sha256)
            {
                return Finding.Skipped("The package can not be seen: where Lambda keeps it does not answer.");
            }

            if (sha256 != function.CodeSha256)
            {
                return Finding.Failed(
                    "PackageChanged", $"The package read has the SHA-256 {sha256}, and Lambda says {function.CodeSha256}.", "Look at it again; the function may just have been deployed.");
            }

            PackageRequest request = new(zip)
            {
                DeploymentName = target.DeploymentName,
                BuildId = await target.BuildId,
                Runtime = function.Runtime,
                Handler = function.Handler,
                Architecture = function.Architectures[0] == "arm64" ? CpuArchitecture.Arm64 : CpuArchitecture.X64,
            };
            PackagePlan plan = await new PackageBuilder(SilentReporter.Instance).PlanAsync(request, cancellationToken);
            return Finding.Passed($"{plan.Handler} for {plan.Runtime} on {plan.Architecture.LambdaName()}, {function.CodeSize / 1e6:0.0} MB.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The SHA-256, or null. The exception's message may show the link, which gives the code to whoever has it.
    private static async Task<string?> DownloadAsync(string location, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream package = await Http.GetStreamAsync(new Uri(location), cancellationToken);
            await using FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite);
            await package.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return Convert.ToBase64String(await SHA256.HashDataAsync(file, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
