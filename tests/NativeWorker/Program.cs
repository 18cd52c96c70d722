using NativeWorker;
using TemporalLambda.Runtime;

await TemporalLambdaWorker.RunAsync(worker => worker
    .AddWorkflow<BookingWorkflow>()
    .AddWorkflow<BasketWorkflow>()
    .AddWorkflow<RefusedWorkflow>()
    .AddWorkflow<ForgettingWorkflow>()
    .AddWorkflow<NexusWorkflow>()
    .AddAllActivities(new Activities())
    .AddNexusService(new Stock())
    .JsonContext(NativeJson.Default)
    .ConfigureWorker(options => options.Interceptors = [new Journal()])
    .IdleTimeout(TimeSpan.FromSeconds(2)));
