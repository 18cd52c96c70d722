namespace TemporalLambda.Benchmarks.Aws;

/// <summary>The worker in Terraform, where that is there with an AWS provider (TF_PLUGIN_DIR, or what `terraform init` finds).</summary>
internal sealed class TerraformWorker : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("terraform-");
    private readonly Dictionary<string, string> _environment;

    private TerraformWorker(string package, string architecture, string principalArn, MotoServer moto)
    {
        File.Copy(Path.Combine(Repository.Root, "benchmarks", "Aws", "main.tf"), Path.Combine(_folder.FullName, "main.tf"));
        _environment = new(moto.Environment)
        {
            ["TF_VAR_name"] = "bench-terraform",
            ["TF_VAR_package"] = package,
            ["TF_VAR_endpoint"] = moto.Environment["AWS_ENDPOINT_URL"],
            ["TF_VAR_principal"] = principalArn,
            ["TF_VAR_architecture"] = architecture,
            ["CHECKPOINT_DISABLE"] = "1",
        };
    }

    /// <summary>Applied once; null where Terraform or its provider is not there.</summary>
    public static async Task<TerraformWorker?> ApplyAsync(string package, string architecture, string principalArn, MotoServer moto)
    {
        TerraformWorker worker = new(package, architecture, principalArn, moto);
        try
        {
            string[] plugins = Environment.GetEnvironmentVariable("TF_PLUGIN_DIR") is { Length: > 0 } folder ? ["-plugin-dir=" + folder] : [];
            await worker.RunAsync(["init", "-input=false", .. plugins]);
            await worker.RunAsync("apply", "-input=false", "-auto-approve");
            return worker;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"Without terraform: {e.Message.Split('\n', 2)[0]}");
            worker.Dispose();
            return null;
        }
    }

    /// <summary>A plan that finds no difference.</summary>
    public Task PlanAsync() => RunAsync("plan", "-input=false", "-detailed-exitcode");

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<string> RunAsync(params string[] arguments) => Command.RunAsync("terraform", ["-chdir=" + _folder.FullName, .. arguments], _environment);
}
